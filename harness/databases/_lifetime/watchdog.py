"""Clean up even after SIGKILL: a child process that outlives this one does what was promised.

The child reads a pipe until its end, which comes when this process is gone, however that happened. The
promises come down the pipe, so that no password is ever among the arguments of a process.
"""

from __future__ import annotations

import importlib
import itertools
import json
import os
import subprocess
import sys
import threading
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from harness.errors import ServerError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_HOME = str(Path(__file__).resolve().parents[3])
# Nothing is imported before the pipe ends: the child must be cheap, for it is almost never needed.
_CHILD = f"import sys; left = sys.stdin.buffer.read(); from {__name__} import keep; keep(left)"


@contextmanager
def certainly(function: Callable[..., None], *arguments: str | int) -> Iterator[None]:
    """Call `function(*arguments)` when the block ends; the watchdog calls it when this process ends before.

    The function belongs to a module, may be called twice, and finds nothing to do when all is gone already.
    What it raises is seen only when the block itself went well; the watchdog tries once more in any case.
    """
    process = os.getpid()
    number = _WATCHDOG.promise(f"{function.__module__}:{function.__qualname__}", arguments)
    try:
        yield
    except BaseException:
        if os.getpid() == process:
            with suppress(Exception):
                function(*arguments)
                _WATCHDOG.release(number)
        raise
    # A forked child that leaves the block must not take away what its parent still uses.
    if os.getpid() == process:
        function(*arguments)
        _WATCHDOG.release(number)


def keep(left: bytes) -> None:
    """Do what was promised and not released, the last promise first. Runs in the watchdog."""
    promises: dict[int, tuple[str, list[str | int]]] = {}
    for line in left.splitlines():
        with suppress(ValueError):  # the owner was killed while it wrote the last line
            message = json.loads(line)
            promises.pop(message["number"], None)
            if "function" in message:
                promises[message["number"]] = (message["function"], message["arguments"])
    for function, arguments in reversed(promises.values()):
        module, _, name = function.partition(":")
        with suppress(Exception):
            getattr(importlib.import_module(module), name)(*arguments)


class _Watchdog:
    """The child process of this one, there while a promise is open."""

    def __init__(self) -> None:
        self._lock = threading.RLock()
        self._numbers = itertools.count()
        self._open: set[int] = set()
        self._child: subprocess.Popen[bytes] | None = None

    def promise(self, function: str, arguments: tuple[str | int, ...]) -> int:
        """Hand a call to the child, and give the number to release it by."""
        with self._lock:
            if self._child is None:
                self._child = _start_child()
            number = next(self._numbers)
            self._open.add(number)
            self._tell({"number": number, "function": function, "arguments": arguments})
            return number

    def release(self, number: int) -> None:
        """Take a promise back; the last one ends the child."""
        with self._lock:
            self._open.discard(number)
            if self._open:
                self._tell({"number": number})
            elif self._child is not None:
                self._child.kill()
                self._close()

    def forget(self) -> None:
        """Let go of the parent's child after a fork: the pipe must end with the parent."""
        self._lock = threading.RLock()
        self._open.clear()
        if self._child is not None and self._child.stdin is not None:
            self._child.stdin.close()
            self._child.returncode = 0  # it is not ours to wait for
            self._child = None

    def _tell(self, message: dict[str, object]) -> None:
        if self._child is not None and self._child.stdin is not None:
            # A watchdog that somebody killed costs the promise; the sweep of the next run remains.
            with suppress(BrokenPipeError):
                self._child.stdin.write(json.dumps(message).encode() + b"\n")

    def _close(self) -> None:
        if self._child is not None and self._child.stdin is not None:
            self._child.stdin.close()
            self._child.wait()
            self._child = None


def _start_child() -> subprocess.Popen[bytes]:
    """Start the watchdog in a session of its own, so that no Ctrl-C or closed terminal reaches it."""
    path = [str(Path(entry).absolute()) for entry in (*sys.path, _HOME)]
    try:
        return subprocess.Popen(  # noqa: S603 - this interpreter, and a constant
            [sys.executable, "-S", "-c", _CHILD],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            bufsize=0,
            cwd="/",
            env={**os.environ, "PYTHONPATH": os.pathsep.join(path)},
            start_new_session=True,
        )
    except OSError as error:
        raise ServerError(
            "The process that cleans up after a crash cannot be started",
            why=str(error),
            next_step="Run the check with a Python that can start itself: python -m harness.",
        ) from error


_WATCHDOG = _Watchdog()
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_WATCHDOG.forget)
