"""Run the history on each database, one worker process per backend. The only stage that runs migrations."""

from __future__ import annotations

from harness.walk.asking import answers_for
from harness.walk.lane import unheard
from harness.walk.models import read_models
from harness.walk.options import WalkOptions
from harness.walk.parts import further_parts, parts_of_one_side
from harness.walk.reach import aims, drift_unknown, not_reached, not_walked_down, ran_nowhere, unseen_programs
from harness.walk.refusal import raise_if_nothing_ran
from harness.walk.session import SIDES, Session
from harness.walk.ways import one_go_may_differ
from harness.walk.wiring import Wiring

__all__ = [
    "SIDES",
    "Session",
    "WalkOptions",
    "Wiring",
    "aims",
    "answers_for",
    "drift_unknown",
    "further_parts",
    "not_reached",
    "not_walked_down",
    "one_go_may_differ",
    "parts_of_one_side",
    "raise_if_nothing_ran",
    "ran_nowhere",
    "read_models",
    "unheard",
    "unseen_programs",
]
