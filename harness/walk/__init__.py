"""Run the history on each database, one worker process per backend. The only stage that runs migrations."""

from __future__ import annotations

from harness.walk.session import SIDES, Session, WalkOptions

__all__ = ["SIDES", "Session", "WalkOptions"]
