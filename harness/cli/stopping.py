"""Ctrl-C, SIGTERM and a closed terminal: the check ends at once, and takes away all that it made."""

from __future__ import annotations

import os
import signal
import sys
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import FrameType
    from typing import NoReturn

SHOW_CURSOR = b"\x1b[?25h"
AT_ONCE = b"parity: Stopped at once. A watchdog removes what the check had made.\n"
NAMES = {signal.SIGINT: "Ctrl-C", signal.SIGTERM: "SIGTERM", signal.SIGHUP: "a closed terminal"}


class Stopped(KeyboardInterrupt):
    """A signal asked for the end. `status` is the exit status that shells give to its number."""

    def __init__(self, number: int = signal.SIGINT) -> None:
        super().__init__(number)
        self.status = 128 + number

    def __str__(self) -> str:
        name = NAMES.get(signal.Signals(self.status - 128), "a signal")
        return f"Stopped by {name} before the check was finished. What it had made is removed."


@contextmanager
def stoppable() -> Iterator[None]:
    """Raise Stopped in the block when a signal asks for the end, so that everything opened in it is closed.

    A second signal ends the process on the spot; what is left then is removed by the watchdog.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    wanted = [number for number in NAMES if signal.getsignal(number) != signal.SIG_IGN]
    before = {number: signal.signal(number, _stop) for number in wanted}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _stop(number: int, _frame: FrameType | None) -> NoReturn:
    for other in NAMES:
        if signal.getsignal(other) == _stop:
            signal.signal(other, _leave)
    raise Stopped(number)


def _leave(number: int, _frame: FrameType | None) -> NoReturn:
    cursor = SHOW_CURSOR if sys.stderr.isatty() else b""
    os.write(sys.stderr.fileno(), cursor + AT_ONCE)
    os._exit(128 + number)
