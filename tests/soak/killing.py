"""Checks that are killed at any moment; the next one works as ever, and nothing of either is left."""

from __future__ import annotations

import random
import signal
import time
from typing import TYPE_CHECKING

from tests.cli.projects import DIFFERENT, SAME, write_project
from tests.cli.running import Running
from tests.soak.leftovers import leftovers

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SIGNALS = (signal.SIGKILL, signal.SIGTERM, signal.SIGINT, signal.SIGHUP)
EXPECTED = {-signal.SIGKILL, 143, 130, 129, -signal.SIGHUP, -signal.SIGTERM, -signal.SIGINT, 1}


def kill_at_every_phase(postgres: str, place: Path, seed: int) -> Iterator[str]:
    """Let one check end by itself, then kill one with each signal somewhere within that time; tell what is left."""
    directory = write_project(place, SAME, DIFFERENT)
    chance = random.Random(seed)  # noqa: S311 - a moment, and no secret
    arguments = ("check", "--downgrade", "--postgres", postgres)
    started = time.monotonic()
    runs = [Running(directory, *arguments)]
    if runs[0].end().status != 1:
        yield "the check before does not work"
    whole = time.monotonic() - started
    for number in SIGNALS:
        moment = chance.uniform(0, whole)
        running = Running(directory, *arguments)
        time.sleep(moment)
        running.process.send_signal(number)
        status = running.end().status
        runs.append(running)
        if status not in EXPECTED:
            yield f"{signal.Signals(number).name} after {moment:.2f} of {whole:.2f} s: exit status {status}"
    runs.append(Running(directory, *arguments))
    if runs[-1].end().status != 1:
        yield "the check after does not work"
    yield from leftovers(runs, postgres)
