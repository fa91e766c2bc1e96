"""The clock that is put around the stages of a check from the outside."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest

from benchmarks.clocked_check import BOOTSTRAP, STAGES, Clock, place
from benchmarks.phases import PHASES, phases_of
from benchmarks.subjects import subject_for

if TYPE_CHECKING:
    from pathlib import Path

    from harness.databases import Server


@pytest.mark.parametrize("path", [path for paths in STAGES.values() for path in paths] + [BOOTSTRAP])
def test_stage_is_still_in_the_tool(path: str) -> None:
    """What the clock is put around exists: benchmarks/clocked_check.py has to follow the pipeline."""
    assert place(path) is not None


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
