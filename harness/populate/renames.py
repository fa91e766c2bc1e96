"""What a revision gives another name: tables, columns, and labels of enums."""

from __future__ import annotations

from typing import TYPE_CHECKING

from harness.model.advice_on_values import RENAMED_LABEL

if TYPE_CHECKING:
    from collections.abc import Iterable

    from harness.model import Operation


def renamed_tables(operations: Iterable[Operation]) -> dict[str, str]:
    """Give the tables that were renamed: old name to new name."""
    return {op.table: op.names[0] for op in operations if op.name == "rename_table" and op.table and op.names}


def renamed_columns(operations: Iterable[Operation], table: str) -> dict[str, str]:
    """Give the columns of a table that were renamed: old name to new name."""
    return {
        op.names[0]: op.names[1]
        for op in operations
        if op.name == "alter_column" and op.table == table and len(op.names) > 1
    }


def renamed_labels(operations: Iterable[Operation]) -> dict[str, str]:
    """Give the labels of enums that were renamed: old name to new name."""
    return {match[1]: match[2] for op in operations for match in RENAMED_LABEL.finditer(op.statement or "")}
