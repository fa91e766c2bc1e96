"""Become two workers: what is loaded by now is loaded once for both."""

from __future__ import annotations

import contextlib
import gc
import os
import sys

EACH = 3
"""Standard input, output and error of a worker."""


def become(ends: list[int]) -> None:
    """Fork a worker for each three descriptors, and return in the workers.

    The process itself tells their numbers and how they end, and ends after them.
    """
    told = os.dup(1)
    os.dup2(2, 1)  # what is printed from here on tells nothing
    for stream in (sys.stdout, sys.stderr):
        stream.flush()  # else each worker would print it again
    gc.freeze()  # shared memory stays shared (Python documentation, gc.freeze)
    numbers: dict[int, int] = {}
    for place in range(0, len(ends), EACH):
        process = os.fork()
        if process == 0:
            _begin(ends, place, told)
            return
        numbers[process] = place // EACH
        _tell(told, f"pid {numbers[process]} {process}")
    nothing = os.open(os.devnull, os.O_RDWR)
    for place in (1, 2):
        os.dup2(nothing, place)
    for end in ends:
        os.close(end)
    while numbers:
        process, status = os.wait()
        if process in numbers:
            _tell(told, f"exit {numbers.pop(process)} {os.waitstatus_to_exitcode(status)}")
    os._exit(0)


def _begin(ends: list[int], place: int, told: int) -> None:
    """Be a worker: with its own session, and no descriptor but its own."""
    os.setsid()
    for number, end in enumerate(ends[place : place + EACH]):
        os.dup2(end, number)
    for end in (*ends, told):
        os.close(end)


def _tell(told: int, line: str) -> None:
    with contextlib.suppress(OSError):  # nobody listens any more
        os.write(told, f"{line}\n".encode())
