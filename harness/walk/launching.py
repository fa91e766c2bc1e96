"""Start the processes of workers: one alone, or two that share what is loaded before the project."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from harness.errors import WalkError
from harness.walk.inherited import without_libpq

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import IO

BOOTSTRAP = Path(__file__).parent / "worker" / "bootstrap.py"
TOLD = re.compile(rb"(pid|exit) ([01]) (-?\d+)")
"""What worker/forking.py says; other lines are an interpreter's own, which may greet before it runs a program."""

FORKS = sys.platform == "linux"
"""Elsewhere the libraries of the system may not be forked (Python documentation, os.fork)."""


class Process(Protocol):
    """A worker's process: what subprocess.Popen has, as far as it is needed."""

    stdin: IO[bytes] | None
    stdout: IO[bytes] | None
    stderr: IO[bytes] | None

    @property
    def pid(self) -> int:
        """Its number, and that of its group."""

    def wait(self, timeout: float | None = None) -> int:
        """Give the exit status. Raises subprocess.TimeoutExpired."""


def launch(python: str, root: Path) -> Process:
    """Start a worker. Raises WalkError for an interpreter that cannot be started."""
    return _started(python, root, [], streams=(subprocess.PIPE, subprocess.PIPE, subprocess.PIPE))


def launch_two(python: str, root: Path) -> tuple[Process, Process]:
    """Start two workers: one process loads the libraries and forks them, where that is possible."""
    if not FORKS:
        return launch(python, root), launch(python, root)
    one, other = Forked(), Forked()
    try:
        loader = _started(
            python,
            root,
            [*one.theirs, *other.theirs],
            streams=(subprocess.DEVNULL, subprocess.PIPE, one.theirs[2]),
        )
    except WalkError:
        one.abandon()
        other.abandon()
        raise
    finally:
        for end in (*one.theirs, *other.theirs):
            os.close(end)
    one.pid = other.pid = loader.pid
    threading.Thread(target=_listen, args=(loader, (one, other)), daemon=True).start()
    return one, other


class Forked:
    """A process that another one forks. Until then it stands for that one, which ends with the last of them."""

    pid: int

    def __init__(self) -> None:
        reading, writing = zip(os.pipe(), os.pipe(), os.pipe(), strict=True)
        self.theirs = (reading[0], writing[1], writing[2])
        self.stdin: IO[bytes] | None = os.fdopen(writing[0], "wb")
        self.stdout: IO[bytes] | None = os.fdopen(reading[1], "rb")
        self.stderr: IO[bytes] | None = os.fdopen(reading[2], "rb")
        self._status = 0
        self._ended = threading.Event()

    def end(self, status: int) -> None:
        """Take the exit status."""
        if not self._ended.is_set():
            self._status = status
            self._ended.set()

    def wait(self, timeout: float | None = None) -> int:
        """Give the exit status. Raises subprocess.TimeoutExpired."""
        if not self._ended.wait(timeout):
            raise subprocess.TimeoutExpired("a worker", timeout or 0)
        return self._status

    def abandon(self) -> None:
        """Close the pipes of a process that was never started."""
        for stream in (self.stdin, self.stdout, self.stderr):
            if stream is not None:
                stream.close()


def _listen(loader: subprocess.Popen[bytes], processes: Sequence[Forked]) -> None:
    """Hear what the loader tells of its processes. It has ended before the last of them is said to have."""
    statuses: dict[int, int] = {}
    for line in loader.stdout or ():
        found = TOLD.fullmatch(line.strip())
        if found is None:
            continue
        place, told = int(found[2]), int(found[3])
        if found[1] == b"pid":
            processes[place].pid = told
        else:
            statuses[place] = told
            if len(statuses) < len(processes):
                processes[place].end(told)
    status = loader.wait()
    if loader.stdout is not None:
        loader.stdout.close()
    for place, process in enumerate(processes):
        process.end(statuses.get(place, status))


def _started(python: str, root: Path, ends: Sequence[int], *, streams: tuple[int, int, int]) -> subprocess.Popen[bytes]:
    """Start the interpreter in a process group of its own, so that Ctrl-C reaches only the parent."""
    try:
        return subprocess.Popen(  # noqa: S603 - the interpreter that the user or the project names
            [python, str(BOOTSTRAP), *map(str, ends)],
            stdin=streams[0],
            stdout=streams[1],
            stderr=streams[2],
            cwd=root,
            env=without_libpq(os.environ),
            start_new_session=True,
            pass_fds=ends,
        )
    except OSError as error:
        raise WalkError(
            f"The interpreter {python} cannot be started",
            why=str(error),
            next_step="Name the project's interpreter: --python PATH.",
        ) from error
