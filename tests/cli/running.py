"""Run the command as users do, in a process of its own, and see what it leaves behind."""

from __future__ import annotations

import ctypes
import os
import re
import resource
import signal
import subprocess
import sys
import uuid
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from tests.databases.kinds import content, directories, soon

if TYPE_CHECKING:
    from collections.abc import Callable

COMMAND = "import sys; from harness.cli import main; main(prog_name='parity')"
MARK = "PARITY_TEST_MARK"
ENOUGH_SECONDS = 120.0
OF_THE_TERMINAL = {"CI", "COLUMNS", "FORCE_COLOR", "NO_COLOR", "TERM"}
CHANGING = (
    (re.compile(r"parity_[0-9a-f]+"), "parity_RUN"),
    (re.compile(r"\b\d+\.\d+\.\d+\.\d+:\d+"), "HOST:PORT"),
    (re.compile(r"\d+\.\d\d s\b"), "N s"),
    (re.compile(r"(sqlite|postgresql) \d+[.\d]*"), r"\1 N"),
)


PR_CAPBSET_DROP = 24  # linux/prctl.h


def nothing() -> None:
    """Do nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """What a command gave: its exit status, and what it wrote."""

    status: int
    out: str
    err: str


class Running:
    """A command that was started. Its processes inherit a mark; SIGINT is heard even where pytest ignores it.

    `before` is called in the process before the command; `program` is another one than parity.
    """

    def __init__(
        self,
        directory: Path,
        *arguments: str,
        before: Callable[[], object] = nothing,
        program: str = COMMAND,
        **environment: str,
    ) -> None:
        kept = {name: value for name, value in os.environ.items() if name not in OF_THE_TERMINAL}
        path = os.pathsep.join([str(Path(__file__).parents[2]), *sys.path])
        mark = uuid.uuid4().hex
        self._mark = f"{MARK}={mark}".encode()
        self.process = subprocess.Popen(
            [sys.executable, "-c", program, *arguments],
            cwd=directory,
            env={**kept, "PYTHONPATH": path, **environment, MARK: mark},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            preexec_fn=partial(_prepare, before),  # noqa: PLW1509 - a few system calls
        )

    def end(self) -> Ended:
        """Wait for its end."""
        try:
            out, err = self.process.communicate(timeout=ENOUGH_SECONDS)
        finally:
            self.process.kill()
        return Ended(status=self.process.returncode, out=out.decode("utf-8"), err=err.decode("utf-8"))

    def leaves_nothing(self) -> bool:
        """Tell whether its processes and its temporary directories are gone, or soon will be."""
        return soon(lambda: not self.processes() and not directories(self.process.pid))

    def processes(self) -> set[str]:
        """Give those that carry its mark."""
        return {path.parent.name for path in Path("/proc").glob("[0-9]*/environ") if self._mark in content(path)}


def parity(directory: Path, *arguments: str, before: Callable[[], object] = nothing, **environment: str) -> Ended:
    """Run the command in a directory; it must leave no process and no temporary directory behind."""
    running = Running(directory, *arguments, before=before, **environment)
    ended = running.end()
    assert running.leaves_nothing()
    return ended


def settled(text: str, directory: Path) -> str:
    """Give a text without what changes from run to run: the test's directory, addresses, versions, seconds."""
    text = text.replace(str(directory), "DIR")
    for pattern, word in CHANGING:
        text = pattern.sub(word, text)
    return text


def contents(directory: Path) -> dict[str, bytes | None]:
    """Give what lies in a directory: each file with its bytes, as far as it can be read."""
    found = {}
    for path in sorted(directory.rglob("*")):
        found[str(path)] = content(path) if path.is_file() else None
    return found


def limited(size: int) -> Callable[[], object]:
    """Give what lets no file grow beyond a size, as on a disk that is full."""
    return partial(resource.setrlimit, resource.RLIMIT_FSIZE, (size, size))


def without_power() -> None:
    """Let permissions count for root as well, from the next program on (capabilities(7), the two that begin DAC_)."""
    if os.geteuid() == 0:
        system = ctypes.CDLL(None, use_errno=True)
        for capability in (1, 2):
            system.prctl(PR_CAPBSET_DROP, capability, 0, 0, 0)


def _prepare(before: Callable[[], object]) -> None:
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    before()
