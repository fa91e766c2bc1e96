"""Names that stand in small letters on PostgreSQL, for they were not quoted (PostgreSQL documentation, 4.1.1)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from harness.model.mending import on, quoted, table_on

if TYPE_CHECKING:
    from collections.abc import Sequence

    from harness.model.comparison import Comparison, Difference, Divergence

WORDS = "Write the name in small letters, or quote it: without quotes PostgreSQL makes small letters of it."


def folded(comparison: Comparison, difference: Difference) -> str | None:
    """Give the name that production has for a table or column that seems to be missing there; None when it has none."""
    name = difference.column or difference.table or ""
    small = name.lower()
    if difference.missing_on != "prod" or small == name:
        return None
    if difference.column is None:
        return small if table_on(comparison, "prod", small) else None
    table = table_on(comparison, "prod", difference.table)
    return small if table is not None and table.column(small) is not None else None


def all_folded(comparison: Comparison, group: Sequence[Divergence]) -> bool:
    """Tell whether nothing of a finding is missing."""
    return all(folded(comparison, item.difference) is not None for item in group)


def renaming(group: Sequence[Divergence]) -> list[str]:
    """Give what renames them on production."""
    lines = []
    for item in group:
        table, column = item.difference.table or "", item.difference.column
        if column is None:
            lines.append(f"op.rename_table({quoted(table.lower())}, {quoted(table)})")
        else:
            lines.append(
                f"op.alter_column({quoted(table)}, {quoted(column.lower())}, new_column_name={quoted(column)})"
            )
    return on("prod", lines)
