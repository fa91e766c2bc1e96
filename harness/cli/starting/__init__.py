"""What `parity init` would write into a project, and what it leaves alone: one module for each place."""

from __future__ import annotations

from harness.cli.starting.change import Change, Kept
from harness.cli.starting.plan import plan

__all__ = ["Change", "Kept", "plan"]
