"""Run the history on each database, one worker process per backend. The only stage that runs migrations."""

from __future__ import annotations

from harness.walk.refusal import raise_if_nothing_ran
from harness.walk.session import SIDES, Session, WalkOptions
from harness.walk.ways import one_go_may_differ

__all__ = ["SIDES", "Session", "WalkOptions", "one_go_may_differ", "raise_if_nothing_ran"]
