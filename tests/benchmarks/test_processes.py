"""How a measured process is run."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

from benchmarks.processes import BenchmarkError, run

if TYPE_CHECKING:
    from pathlib import Path

MIB = 1024 * 1024
TWO_PROCESSES = """
import subprocess, sys, time
hold = "kept = b'x' * 100 * 1024 * 1024; import time; time.sleep(0.5)"
child = subprocess.Popen([sys.executable, "-c", hold])
exec(hold)
child.wait()
"""


def test_memory_is_that_of_the_whole_tree(tmp_path: Path) -> None:
    """Two processes of 100 MiB each: the tree has both, the largest process one."""
    memory = run((sys.executable, "-c", TWO_PROCESSES), tmp_path, {}, watch_memory=True).memory

    assert memory is not None
    assert memory.tree > 200 * MIB
    assert 100 * MIB < memory.largest < 200 * MIB


def test_crash_is_no_verdict(tmp_path: Path) -> None:
    """A check that gives no report did not run; the words that may hold a password are not in the message."""
    ended = run((sys.executable, "-c", "raise SystemExit('no')", "postgresql://u:secret@h/d"), tmp_path, {})

    with pytest.raises(BenchmarkError) as raised:
        ended.verdict()

    assert str(raised.value) == f"{sys.executable} -c raise SystemExit('no')\nended with 1:\nno"


def test_verdict_is_read_from_the_report(tmp_path: Path) -> None:
    """The report is JSON."""
    ended = run((sys.executable, "-c", """print('{"verdict": "parity"}')"""), tmp_path, {})

    assert ended.verdict() == "parity"
