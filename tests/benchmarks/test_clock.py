"""The clock that is put around the stages of a check from the outside."""

from __future__ import annotations

import time
from importlib import import_module
from typing import TYPE_CHECKING

import pytest

from benchmarks.clocked_check import BOOTSTRAP, STAGES, Clock, place
from benchmarks.phases import PHASES, phases_of
from benchmarks.subjects import subject_for

if TYPE_CHECKING:
    from pathlib import Path

    from harness.databases import Server


@pytest.mark.parametrize("path", [*STAGES, BOOTSTRAP])
def test_stage_is_still_in_the_tool(path: str) -> None:
    """What the clock is put around exists: benchmarks/clocked_check.py has to follow the pipeline."""
    assert place(import_module(path.partition(":")[0]), path) is not None


def test_inner_stage_is_not_counted_twice() -> None:
    """Each moment belongs to the innermost stage, and all of them together are the whole time."""
    begun = time.time()
    clock = Clock(begun)
    with clock.stage("walk"), clock.stage("rows"):
        time.sleep(0.01)
    ended = time.time()

    assert list(clock.seconds) == ["import", "walk", "rows"]
    assert clock.seconds["rows"] >= 0.01
    assert sum(clock.seconds.values()) <= ended - begun


def test_every_phase_of_a_check_is_clocked(container_server: Server, tmp_path: Path) -> None:
    """Reading schemas is told apart from the walk."""
    phases = phases_of(subject_for("3", tmp_path), container_server)

    assert list(phases) == list(PHASES)
    assert [name for name, seconds in phases.items() if seconds <= 0] == []


def test_what_the_main_thread_does_while_the_workers_walk_is_the_walk() -> None:
    """Between the begin of the walks and their end nothing else is counted."""
    clock = Clock(time.time())
    clock.walk_begins()
    time.sleep(0.01)
    clock.walk_ends()
    clock.tick()

    assert list(clock.seconds) == ["import", "walk", "rest"]
    assert clock.seconds["walk"] >= 0.01
