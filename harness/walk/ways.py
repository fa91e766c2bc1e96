"""Both ways to production: step by step, as a long-lived database grew, and in one go, as a new one is made."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from harness.model import Walked

ADDS_LABEL = re.compile(r"\bALTER\s+TYPE\b.*\bADD\s+VALUE\b", re.IGNORECASE | re.DOTALL)
CHANGES_ROWS = re.compile(r"\s*(INSERT|UPDATE|DELETE)\b", re.IGNORECASE)


def one_go_may_differ(walked: Walked) -> bool:
    """Tell whether one transaction for the whole history may end otherwise than the steps did (research, 2.5).

    A step that failed may pass: SQLAlchemy remembers the enums that a run made. A step that passed may fail: a label
    that the same transaction added cannot be used, and rows under a deferred key block ALTER TABLE until the end.
    """
    if walked.failed is not None:
        return True
    statements = [op.statement for step in walked.steps for op in step.operations if op.statement]
    if any(ADDS_LABEL.search(statement) for statement in statements):
        return True
    return any(CHANGES_ROWS.match(statement) for statement in statements) and _has_deferred_key(walked)


def before_a_label(walked: Walked) -> str | None:
    """Give the revision at which a database may stand whose next `upgrade` adds a label to a type that is there.

    PostgreSQL lets a transaction use the labels of a type that it made itself: only from there on it does not.
    """
    for before, step in zip(walked.steps, walked.steps[1:], strict=False):
        if any(op.statement and ADDS_LABEL.search(op.statement) for op in step.operations):
            return before.revision
    return None


def _has_deferred_key(walked: Walked) -> bool:
    tables = {
        name: step.snapshot.tables[name]
        for step in walked.steps
        if step.snapshot
        for name in step.snapshot.changed & step.snapshot.tables.keys()
    }
    return any(item.options.get("initially") == "DEFERRED" for table in tables.values() for item in table.constraints)
