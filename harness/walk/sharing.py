"""Of what did not change from one revision to the next there is one value, in memory and in what is kept."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from harness.model import Column, Constraint, Index, SchemaObject, Table, TableRows

Part = TypeVar("Part", "Column", "Constraint", "Index", "SchemaObject")


def with_parts_of(table: Table, before: Table | None) -> Table:
    """Give a table that has the parts of an earlier state of it where they are equal."""
    if before is None:
        return table
    return replace(
        table,
        columns=those_of(before.columns, table.columns),
        constraints=those_of(before.constraints, table.constraints),
        indexes=those_of(before.indexes, table.indexes),
    )


def those_of(before: tuple[Part, ...], now: tuple[Part, ...]) -> tuple[Part, ...]:
    """Give the parts as they are now, with the values of before where they are equal."""
    known = {item.name: item for item in before}
    return tuple(old if (old := known.get(item.name)) == item else item for item in now)


def with_rows_of(table: TableRows, before: TableRows | None) -> TableRows:
    """Give the rows of a table with the values of an earlier reading where they are equal, and of the same types."""
    if before is None:
        return table
    known = {repr(row): row for row in before.rows}
    rows = tuple(known.get(repr(row), row) for row in table.rows)
    return replace(table, rows=rows, columns=before.columns if before.columns == table.columns else table.columns)
