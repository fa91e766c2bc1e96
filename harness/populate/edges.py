"""Statements at the edge of what a column takes: one past its length, a label that is none, a reference to nothing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from harness.model import VIEW
from harness.populate.reading import key_of, literal, quoted, quoted_column
from harness.populate.spelling import spell
from harness.populate.values import INTEGERS, TEXTS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from harness.model import Column, Side, Snapshot, Table
    from harness.populate.foresight import ColumnNeeds, TableNeeds
    from harness.populate.values import Abstract

Row = dict[str, "Abstract"]
LONGEST = 2000
TRIED_OF_A_KIND = 3
HOW_OFTEN = {"like": 1, "null-order": 1, "letters": 1, "scale": 1, "value": 1000, "check-bound": 100, VIEW: 100}
FRACTIONS = frozenset({"numeric", "real", "double"})
DATES = frozenset({"date", "timestamp"})
ANYWHERE = {
    "like": "SELECT 'Anna' LIKE 'an%'",
    "letters": "SELECT lower('ÄÖ'), upper('zoë')",
    "null-order": "SELECT x FROM (SELECT 1 AS x UNION ALL SELECT NULL) AS two ORDER BY x",
    "scale": "SELECT CAST(1.26 AS NUMERIC(3, 1))",
}
"""What shows a kind without a row."""
NOTHING = {"uuid": "'00000000000000000000000000000000'"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Edge:
    """A column that a difference of the engines concerns; `sql` shows it on each side (None: others of its kind do).

    `within` tells that both databases should take it.
    """

    kind: str
    table: str
    column: str
    sql: tuple[str, str] | None = None
    within: bool = False


def edges_of(need: TableNeeds, tables: tuple[Table, Table], row: dict[str, Abstract] | None) -> Iterator[Edge]:
    """Give the edges of a table's columns at the head; `row` is a generated one, which statements change."""
    dev, prod = tables
    key = key_of(prod)
    changes = Changes(need, row, key)
    for name, column in need.columns.items():
        if name in key:
            continue
        for kind, value in _beyond(column, dev):
            yield Edge(kind=kind, table=need.name, column=name, sql=changes.to(name, value))
        for kind in _anywhere(column, prod.column(name)):
            yield Edge(kind=kind, table=need.name, column=name, sql=(ANYWHERE[kind], ANYWHERE[kind]))
    for item in prod.constraints:
        if item.kind == "fk" and len(item.columns) == 1 and item.columns[0] in need.columns:
            name = item.columns[0]
            nothing = nothing_like(need.columns[name])
            yield Edge(kind="foreign-key", table=need.name, column=name, sql=changes.to(name, nothing))


def views_of(dev: Snapshot | None, prod: Snapshot | None) -> Iterator[Edge]:
    """Give the views that both sides have at the head; their column is not known, and all of them is read."""
    names = [{item.name for item in side.objects if item.kind == "view"} if side else set() for side in (dev, prod)]
    for name in sorted(names[0] & names[1]):
        sql = f"SELECT * FROM {quoted(name)}"
        yield Edge(kind=VIEW, table=name, column="", sql=(sql, sql))


def tried(edges: list[Edge]) -> list[Edge]:
    """Leave out the statements of a kind after the first few: one that shows it is enough."""
    counts: dict[str, int] = {}
    found = []
    for edge in edges:
        if edge.sql is not None:
            counts[edge.kind] = counts.get(edge.kind, 0) + 1
        most = HOW_OFTEN.get(edge.kind, TRIED_OF_A_KIND)
        keep = edge.sql is not None and counts[edge.kind] <= most
        found.append(edge if keep else Edge(kind=edge.kind, table=edge.table, column=edge.column))
    return found


def _anywhere(need: ColumnNeeds, prod: Column | None) -> Iterator[str]:
    """Give the kinds that concern a column and need no row to be shown."""
    if need.kind.family in TEXTS:
        yield from ("like", "letters")
    if need.kind.family == "numeric" and need.kind.scale is not None:
        yield "scale"
    if prod is not None and prod.nullable:
        yield "null-order"


def _beyond(need: ColumnNeeds, dev: Table) -> Iterator[tuple[str, str]]:
    """Give a value outside of the column's type on production, by the kind of what is violated."""
    family, length = need.kind.family, need.kind.length
    checked = any(
        item.kind == "ck" and need.name.lower() in (item.expression or "").lower() for item in dev.constraints
    )
    if checked or "strict" in dev.options:
        return
    if family in {"varchar", "char"} and length is not None and length < LONGEST:
        yield "length", literal("x" * (length + 1))
    elif family in INTEGERS and family != "bigint":
        yield "range", str(2**31 if family == "integer" else 2**15)
    elif family in DATES:
        yield "date", "'2024-02-30'"
    elif family == "numeric" and length is not None:
        yield "digits", str(10 ** (length - (need.kind.scale or 0)))
    elif family == "boolean":
        yield "boolean", "2"
    elif need.labels is not None:
        yield "label", "'no label of it'"
    if family in INTEGERS | FRACTIONS:
        yield "text-as-number", "'text'"


def nothing_like(need: ColumnNeeds) -> str:
    """Give a value to which no row is referred."""
    if need.kind.family in INTEGERS:
        return "30999"
    return NOTHING.get(need.kind.family, "'nothing'")


class Changes:
    """Spells changes of one generated row, where there is one that its key tells from the others."""

    def __init__(self, need: TableNeeds, row: Row | None, key: tuple[str, ...]) -> None:
        self._need = need
        self._row = row or {}
        self._key = key

    def to(self, column: str, value: str) -> tuple[str, str] | None:
        """Give the statement of each side that sets a column; None where the row cannot be told, or by that column."""
        change = f"{quoted_column(column)} = {value}"
        return None if column in self._key else self.setting(change, change)

    def setting(self, dev: str, prod: str) -> tuple[str, str] | None:
        """Give the statement of each side with what it sets; None where the row cannot be told from others."""
        known = all(name in self._need.columns and self._row.get(name) is not None for name in self._key)
        if not self._key or not known:
            return None
        return self._where(dev, "dev"), self._where(prod, "prod")

    def _where(self, change: str, side: Side) -> str:
        place = where(self._need, self._row, self._key, side)
        return f"UPDATE {quoted(self._need.name)} SET {change} WHERE {place}"


def where(need: TableNeeds, row: Row, key: tuple[str, ...], side: Side) -> str:
    """Give the condition that tells a row by its key."""
    return " AND ".join(f"{quoted_column(name)} = {spell(row[name], need.columns[name], side)}" for name in key)
