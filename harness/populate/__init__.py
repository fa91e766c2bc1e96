"""What goes into the tables, and what is tried on them: made from the schema, or given by the project. Pure."""

from __future__ import annotations

from harness.populate.edges import Edge
from harness.populate.generating import AtHead, Generated, generate
from harness.populate.plan import RowPlan, row_plan, with_readings
from harness.populate.triggers import trigger_trials
from harness.populate.witnesses import Guess, guesses

__all__ = [
    "AtHead",
    "Edge",
    "Generated",
    "Guess",
    "RowPlan",
    "generate",
    "guesses",
    "row_plan",
    "trigger_trials",
    "with_readings",
]
