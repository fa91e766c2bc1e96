"""Run the history on each database, one worker process per backend. The only stage that runs migrations."""

from __future__ import annotations

from harness.walk.lane import unheard
from harness.walk.models import read_models
from harness.walk.options import WalkOptions
from harness.walk.parts import further_parts, parts_of_one_side
from harness.walk.refusal import raise_if_nothing_ran
from harness.walk.session import SIDES, Session
from harness.walk.start import Awaited, Remembering, RowStart, Start, StartOutdatedError
from harness.walk.ways import before_a_label, one_go_may_differ
from harness.walk.wiring import Wiring

__all__ = [
    "SIDES",
    "Awaited",
    "Remembering",
    "RowStart",
    "Session",
    "Start",
    "StartOutdatedError",
    "WalkOptions",
    "Wiring",
    "before_a_label",
    "further_parts",
    "one_go_may_differ",
    "parts_of_one_side",
    "raise_if_nothing_ran",
    "read_models",
    "unheard",
]
