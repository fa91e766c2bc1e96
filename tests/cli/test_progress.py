"""The bars on standard error: only while somebody watches."""

from __future__ import annotations

import os
import pty
import re
import subprocess
import sys
import threading
from typing import TYPE_CHECKING

from tests.cli.projects import SAME, write_project
from tests.cli.running import COMMAND

if TYPE_CHECKING:
    from pathlib import Path

SEQUENCE = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")
ERASED = "\x1b[2K"


def on_a_terminal(directory: Path, *arguments: str, **environment: str) -> tuple[str, str]:
    """Run the check with a terminal as standard error; give standard output, and what the terminal got."""
    controller, terminal = pty.openpty()
    kept = {name: value for name, value in os.environ.items() if name not in {"CI", "NO_COLOR"}}
    path = os.pathsep.join(sys.path)
    got: list[bytes] = []
    reader = threading.Thread(target=_read, args=(controller, got))
    reader.start()
    result = subprocess.run(
        [sys.executable, "-c", COMMAND, "check", *arguments],
        cwd=directory,
        env={**kept, "PYTHONPATH": path, "TERM": "xterm", "COLUMNS": "100", **environment},
        stdout=subprocess.PIPE,
        stderr=terminal,
        check=True,
    )
    os.close(terminal)
    reader.join()
    os.close(controller)
    return result.stdout.decode(), b"".join(got).decode()


def _read(controller: int, got: list[bytes]) -> None:
    """Read until the other end is closed, which Linux tells by an error."""
    try:
        while data := os.read(controller, 4096):
            got.append(data)
    except OSError:
        return


def test_terminal_shows_how_far_each_database_is(tmp_path: Path, postgres: str) -> None:
    """A bar for each, with the revision that runs; in the end they are erased, and the report is untouched."""
    directory = write_project(tmp_path, SAME, "pass", names=("make items", "rest"))
    out, shown = on_a_terminal(directory, "--postgres", postgres)
    text = SEQUENCE.sub("", shown)

    assert re.search(r"dev  .*2/2.* 0002 rest", text)
    assert re.search(r"prod .*2/2.* 0002 rest", text)
    assert re.search(r"prod .*2/2 .*comparing, after 0002 rest", text)
    assert shown.rstrip("\r\n").endswith(ERASED)
    assert out.startswith("PARITY: ")


def test_nobody_watches_a_build(tmp_path: Path, postgres: str) -> None:
    """Where CI is set a terminal only collects lines."""
    _, shown = on_a_terminal(write_project(tmp_path, SAME), "--postgres", postgres, CI="true")

    assert shown == ""


def test_quiet_shows_no_bars(tmp_path: Path, postgres: str) -> None:
    """Those who want it quiet get no bars either."""
    _, shown = on_a_terminal(write_project(tmp_path, SAME), "--postgres", postgres, "--quiet")

    assert shown == ""


def test_ascii_terminal_gets_ascii(tmp_path: Path, postgres: str) -> None:
    """A terminal that cannot show more gets bars of plain letters."""
    directory = write_project(tmp_path, SAME, names=("größe",))
    _, shown = on_a_terminal(directory, "--postgres", postgres, PYTHONIOENCODING="ascii", PYTHONUTF8="0")

    assert shown.isascii()
    assert "0001 gr\\xf6\\xdfe" in shown
