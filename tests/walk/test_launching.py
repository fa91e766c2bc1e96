"""Two workers are forked by one process, which loads the libraries once."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING
from unittest.mock import Mock

import pytest

from harness.config import Settings
from harness.databases.postgresql.server import PostgresqlServer
from harness.errors import WalkError
from harness.pipeline import check
from harness.walk.launching import Process, launch, launch_two
from tests.cli.projects import SAME, write_project
from tests.databases.kinds import soon

if TYPE_CHECKING:
    from harness.databases import Server

SECONDS = 30


def end(process: Process) -> int:
    """Close what a worker reads, upon which it ends, and give its exit status."""
    assert process.stdin
    assert process.stdout
    assert process.stderr
    process.stdin.close()
    status = process.wait(SECONDS)
    process.stdout.close()
    process.stderr.close()
    return status


def descriptors() -> set[str]:
    """Give the numbers of all that this process has open."""
    return {path.name for path in Path("/proc/self/fd").iterdir()}


def number_of(process: Process, other: Process) -> int:
    """Give the number of a process, once it is one of its own."""
    assert soon(lambda: process.pid != other.pid)
    return process.pid


def test_interpreter_is_started_once(tmp_path: Path) -> None:
    """Both workers come from it, whatever it says first."""
    started, python = tmp_path / "started", tmp_path / "python"
    python.write_text(f'#!/bin/sh\necho once | tee -a {started}\nexec {sys.executable} "$@"\n')
    python.chmod(0o755)

    one, other = launch_two(str(python), tmp_path)

    assert (end(one), end(other)) == (0, 0)
    assert started.read_text() == "once\n"


def test_each_has_a_group_and_an_end_of_its_own(tmp_path: Path) -> None:
    """One is killed, and the other goes on."""
    one, other = launch_two(sys.executable, tmp_path)
    killed = number_of(one, other)
    assert os.getpgid(killed) == killed != os.getpgid(other.pid)

    os.killpg(killed, signal.SIGKILL)

    assert end(one) == -signal.SIGKILL
    with pytest.raises(subprocess.TimeoutExpired):
        other.wait(0.2)
    assert end(other) == 0


def test_killed_before_there_are_two(tmp_path: Path) -> None:
    """Until then each stands for the process that will fork them."""
    one, other = launch_two(sys.executable, tmp_path)
    os.killpg(one.pid, signal.SIGKILL)

    assert (end(one), end(other)) == (-signal.SIGKILL, -signal.SIGKILL)


def test_nothing_is_left_open(tmp_path: Path) -> None:
    """The pipes of an interpreter that is none are closed as well."""
    before = descriptors()
    with pytest.raises(WalkError, match="The interpreter /nowhere/python cannot be started"):
        launch_two("/nowhere/python", tmp_path)
    one, other = launch_two(sys.executable, tmp_path)
    end(one)
    end(other)

    assert soon(lambda: descriptors() == before)


def test_where_nothing_may_be_forked(tmp_path: Path, container_server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each worker is started by itself."""
    monkeypatch.setattr("harness.walk.launching.FORKS", False)
    started = Mock(side_effect=launch)
    monkeypatch.setattr("harness.walk.launching.launch", started)
    assert isinstance(container_server, PostgresqlServer)
    settings = Settings(postgres=container_server.address.url("postgres"), populate=False)

    assert check(write_project(tmp_path, SAME), settings).verdict == "parity"
    assert started.call_count == 2
