"""Statements on both sides of a bound: of a check, of a length, of NULL, of the labels of an enum.

Both databases should do the same with each. Where one does not, it is told with its statement.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from harness.populate.checks import literals_in
from harness.populate.edges import Changes, Edge
from harness.populate.reading import key_of, literal, quoted, quoted_column
from harness.populate.values import FRACTIONS, INTEGERS, TEXTS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from harness.model import Constraint, Table
    from harness.populate.foresight import ColumnNeeds, TableNeeds
    from harness.populate.values import Abstract

LONGEST = 2000
MOST_LABELS = 30


def bounds_of(need: TableNeeds, tables: tuple[Table, Table], row: dict[str, Abstract] | None) -> Iterator[Edge]:
    """Give the bounds of a table at the head; `row` is a generated one, which the statements change."""
    dev, prod = tables
    key = key_of(prod)
    changes = Changes(need, row, key)
    for name, column in need.columns.items():
        nullable = all(item is None or item.nullable for item in (dev.column(name), prod.column(name)))
        if name not in key:
            for value in _within(column, nullable=nullable):
                yield Edge(kind="value", table=need.name, column=name, sql=changes.to(name, value), within=True)
            if not nullable:
                yield Edge(kind="null", table=need.name, column=name, sql=changes.to(name, "NULL"))
            for value in _at_checks(column, dev):
                yield Edge(kind="check-bound", table=need.name, column=name, sql=changes.to(name, value))
    for item in prod.constraints:
        if item.kind == "uq" and all(_may_be_null(item, table) for table in tables):
            columns = ", ".join(f"{quoted_column(name)} = NULL" for name in item.columns)
            sql = f"UPDATE {quoted(need.name)} SET {columns}"
            yield Edge(kind="value", table=need.name, column=item.columns[0], sql=(sql, sql), within=True)


def _within(need: ColumnNeeds, *, nullable: bool) -> Iterator[str]:
    """Give what the column takes: its longest text, each of its labels, NULL."""
    length = need.kind.length
    plain = not need.unique and need.families <= TEXTS and need.labels is None
    if plain and length is not None and need.length == length < LONGEST:
        yield literal("x" * length)
    for label in (need.labels or ())[:MOST_LABELS]:
        yield literal(label)
    if nullable:
        yield "NULL"


def _at_checks(need: ColumnNeeds, dev: Table) -> Iterator[str]:
    """Give the literals of the column's checks, and what lies just beside them."""
    values: list[str] = []
    for item in dev.constraints:
        text = item.expression or ""
        if item.kind != "ck" or need.name.lower() not in text.lower():
            continue
        for found in literals_in(text):
            if isinstance(found, str) and need.kind.family in TEXTS:
                values.extend(literal(word) for word in (found, found.lower(), found.upper()))
            elif not isinstance(found, str) and need.kind.family in INTEGERS | FRACTIONS:
                values.extend(str(number) for number in (found - 1, found, found + 1))
            elif isinstance(found, int) and need.kind.family in TEXTS and 0 < found < LONGEST:
                values.extend(literal("x" * count) for count in (found - 1, found, found + 1) if count)
    yield from dict.fromkeys(values)


def _may_be_null(item: Constraint, table: Table) -> bool:
    columns = [table.column(name) for name in item.columns]
    return all(column is not None and column.nullable for column in columns)
