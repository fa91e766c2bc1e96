"""The four kinds of server, and what each of them leaves in the system while it lives."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
import uuid
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from harness.databases import ServerSettings, postgresql, sqlite
from harness.databases._lifetime.directory import MEMORY

if TYPE_CHECKING:
    import signal
    from collections.abc import Callable
    from contextlib import AbstractContextManager

    from harness.databases import Server

ENOUGH_SECONDS = 60.0
STEP = 0.05

CHILD = """
import sys, time
from harness.databases import ServerSettings, postgresql, sqlite
name, postgres = sys.argv[1:]
print("starting", flush=True)
with (sqlite if name == "sqlite" else postgresql).BACKEND.start(ServerSettings(postgres=postgres)) as server:
    server.create()
    print("up", flush=True)
    time.sleep(600)
"""


def nothing(_: int) -> set[str]:
    """Give no traces."""
    return set()


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """A kind of server: how to start one, and what a process owns outside itself because of it."""

    name: str
    postgres: str = "auto"
    others: Callable[[int], set[str]] = field(default=nothing)

    def start(self) -> AbstractContextManager[Server]:
        """Start a server of this kind."""
        backend = sqlite.BACKEND if self.name == "sqlite" else postgresql.BACKEND
        return backend.start(ServerSettings(postgres=self.postgres))

    def traces(self, pid: int) -> set[str]:
        """Give the containers, databases and directories that a process owns."""
        return self.others(pid) | directories(pid)


class Holder:
    """A process that holds a server. What it starts inherits a mark, or works in its directory."""

    def __init__(self, kind: Kind) -> None:
        name, value = "PARITY_TEST_MARK", uuid.uuid4().hex
        self._mark = f"{name}={value}".encode()
        self._process = subprocess.Popen(
            [sys.executable, "-c", CHILD, kind.name, kind.postgres],
            env={**os.environ, name: value, "PYTHONPATH": os.pathsep.join(sys.path)},
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            start_new_session=True,
        )
        self.pid = self._process.pid

    def has_printed(self, line: str) -> bool:
        """Wait until it prints a line; False when it ends before."""
        assert self._process.stdout is not None
        return any(printed.strip() == line for printed in self._process.stdout)

    def end(self, number: signal.Signals) -> None:
        """Send a signal to its process group, as a terminal does, and wait for its end."""
        os.killpg(self.pid, number)
        self._process.communicate(timeout=ENOUGH_SECONDS)

    def relatives(self) -> set[str]:
        """Give the processes besides itself that carry its mark."""
        environments = Path("/proc").glob("[0-9]*/environ")
        marked = {path.parent.name for path in environments if self._mark in content(path)}
        return marked - {str(self.pid)}


def content(path: Path) -> bytes:
    """Give what a file of another process holds; nothing when the process is gone."""
    try:
        return path.read_bytes()
    except OSError:
        return b""


def directories(pid: int) -> set[str]:
    """Give the temporary directories that a process owns."""
    return {
        str(owner.parent)
        for place in {MEMORY, Path(tempfile.gettempdir())}
        for owner in place.glob("parity-*/owner")
        if f"/{pid}/" in content(owner).decode()
    }


def servers_in(places: set[str]) -> set[str]:
    """Give the processes that work in one of the directories."""
    found = set()
    for process in Path("/proc").glob("[0-9]*"):
        arguments = content(process / "cmdline").decode(errors="replace")
        if any(place in arguments for place in places):
            found.add(process.name)
    return found


def soon(holds: Callable[[], bool]) -> bool:
    """Tell whether something comes true before the test gives up."""
    end = time.monotonic() + ENOUGH_SECONDS
    while time.monotonic() < end:
        if holds():
            return True
        time.sleep(STEP)
    return False
