"""What mends a constraint that an operation dropped on one database only: to drop it on the other one as well."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from harness.model.mending import convention_of, on, placed, replacing, revision, table_on

if TYPE_CHECKING:
    from harness.model.comparison import Comparison, Difference
    from harness.model.findings import Group
    from harness.model.schema import Constraint
    from harness.model.walk import Operation, Side

DROPS = re.compile(r"\bDROP\s+CONSTRAINT\b", re.IGNORECASE)


def is_dropped(operation: Operation | None) -> bool:
    """Tell whether an operation drops a constraint, or a statement does."""
    if operation is None:
        return False
    return operation.name == "drop_constraint" or DROPS.search(operation.statement or "") is not None


def drop_as_well(comparison: Comparison, group: Group) -> str | None:
    """Give the fix for constraints that one side dropped; None where they are missing for another reason."""
    if not all(is_dropped(item.operation) for item in group):
        return None
    lacking = group[0].difference.missing_on or "dev"
    side: Side = "prod" if lacking == "dev" else "dev"
    words = f"Drop it on {side} as well, outside of any test of the dialect: the operation runs on {lacking} only."
    first = group[0].difference
    if first.name is None:
        arguments = ", ".join([*placed(first.table), f"naming_convention={convention_of(first.kind)}"])
        words += f" On SQLite op.batch_alter_table({arguments}) knows it by the name that PostgreSQL made up."
    lines: list[str] = []
    for item in group:
        left = _left_on(comparison, side, item.difference)
        if left is None:
            return words
        lines += replacing(item.difference.table, left)
    return revision(words, group[0].revision, on(side, lines))


def _left_on(comparison: Comparison, side: Side, difference: Difference) -> Constraint | None:
    """Give the constraint that is left; None beside another one of the same columns: SQLAlchemy reads one of two."""
    table = table_on(comparison, side, difference.table)
    alike = [item for item in table.constraints if item.kind == difference.kind] if table else []
    found = [item for item in alike if item.name == difference.name]
    if difference.name is None:
        found = [item for item in found if item.columns == difference.columns]
    twins = [item for item in alike if item.kind in {"fk", "uq"} and item.columns == difference.columns]
    return found[0] if len(found) == 1 and len(twins) <= 1 else None
