"""Signals, a closed terminal, and a server that dies: one message, the right status, and nothing is left behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.cli.projects import SAME, SLEEPING, write_project
from tests.cli.running import Running, settled
from tests.databases.kinds import content, directories, servers_in, soon

if TYPE_CHECKING:
    from collections.abc import Callable

    from docker import DockerClient

    Owned = Callable[[int], set[str]]

ROOT = Path(__file__).parents[2]
NAMES = {signal.SIGINT: "Ctrl-C", signal.SIGTERM: "SIGTERM", signal.SIGHUP: "a closed terminal"}
STOPPED = "parity: Stopped by {} before the check was finished. What it had made is removed.\n"


def sleeping(directory: Path, *arguments: str) -> Running:
    """Start a check, and wait until a revision sleeps in the server."""
    mark = directory / "sleeping"
    write_project(directory, SAME, SLEEPING)
    running = Running(directory, "check", *arguments, SLEEPING=str(mark))
    assert soon(mark.exists)
    return running


@pytest.mark.parametrize("number", NAMES)
def test_signal_removes_the_databases(
    tmp_path: Path, postgres: str, databases_of: Owned, number: signal.Signals
) -> None:
    """One line is said; the databases on somebody's server are gone, and so are the workers."""
    running = sleeping(tmp_path, "--postgres", postgres)
    assert databases_of(running.process.pid)
    running.process.send_signal(number)
    ended = running.end()

    assert (ended.status, ended.out, ended.err) == (128 + number, "", STOPPED.format(NAMES[number]))
    assert databases_of(running.process.pid) == set()
    assert running.leaves_nothing()


@pytest.mark.parametrize("number", NAMES)
def test_signal_removes_the_container(tmp_path: Path, containers_of: Owned, number: signal.Signals) -> None:
    """The container is gone when the command is."""
    running = sleeping(tmp_path, "--postgres", "container")
    assert containers_of(running.process.pid)
    running.process.send_signal(number)
    running.end()

    assert containers_of(running.process.pid) == set()
    assert running.leaves_nothing()


def test_signal_ends_the_embedded_server(tmp_path: Path) -> None:
    """Its processes and its files are gone."""
    running = sleeping(tmp_path, "--postgres", "embedded")
    places = directories(running.process.pid)
    assert servers_in(places)
    running.process.send_signal(signal.SIGINT)

    assert running.end().status == 130
    assert soon(lambda: not servers_in(places))
    assert running.leaves_nothing()


def test_second_signal_leaves_the_rest_to_the_watchdog(tmp_path: Path, containers_of: Owned) -> None:
    """Who cannot wait is not kept waiting, and still nothing stays."""
    running = sleeping(tmp_path, "--postgres", "container")
    os.kill(running.process.pid, signal.SIGINT)
    os.kill(running.process.pid, signal.SIGTERM)
    ended = running.end()

    assert ended.status in {130, 143}
    assert ended.err.startswith("parity: Stopped ")
    assert len(ended.err.splitlines()) == 1
    assert soon(lambda: containers_of(running.process.pid) == set())
    assert running.leaves_nothing()


def test_container_that_dies_during_the_walk(tmp_path: Path, docker: DockerClient, containers_of: Owned) -> None:
    """The server is to blame, not the revision; the container is removed all the same."""
    running = sleeping(tmp_path, "--postgres", "container")
    for container in containers_of(running.process.pid):
        docker.api.kill(container)
    ended = running.end()
    first, why, *_, last = ended.err.splitlines()

    assert (ended.status, ended.out) == (2, "")
    assert first == "parity: The postgresql server (container postgres:17) stopped during the walk"
    assert why.startswith("  why: the container is exited, exit status 137; its last lines:")
    assert last == "  next: Run again; when it repeats, look at the server's memory and disk."
    assert containers_of(running.process.pid) == set()
    assert running.leaves_nothing()


def test_embedded_server_that_dies_during_the_walk(tmp_path: Path) -> None:
    """The same without a container."""
    running = sleeping(tmp_path, "--postgres", "embedded")
    for server in servers_in(directories(running.process.pid)):
        if b"cluster_name" in content(Path("/proc", server, "cmdline")):
            os.kill(int(server), signal.SIGKILL)
    ended = running.end()
    first, why, *_, last = settled(ended.err, tmp_path).splitlines()

    assert (ended.status, ended.out) == (2, "")
    assert first.startswith("parity: The postgresql server (embedded ")
    assert first.endswith(") stopped during the walk")
    assert why == "  why: the server ended with status -9; its last lines:"
    assert last == "  next: Run again; when it repeats, look at the server's memory and disk."
    assert running.leaves_nothing()


def test_interrupt_while_the_command_is_loaded(tmp_path: Path) -> None:
    """Nothing has been started, and there is no traceback."""
    (tmp_path / "click.py").write_text("raise KeyboardInterrupt\n")
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(tmp_path), str(ROOT)])}
    ended = subprocess.run(
        [sys.executable, "-m", "harness", "check"], env=environment, capture_output=True, text=True, check=False
    )

    assert (ended.returncode, ended.stdout) == (130, "")
    assert ended.stderr == "parity: Stopped by Ctrl-C before anything was started.\n"
