"""The rows of one table on both sides: which are gone, and which values differ."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from harness.model import Difference
from harness.normalise import type_of
from harness.normalise.stored import same_computed, same_value, shown, stored_on_production, stored_on_sqlite

if TYPE_CHECKING:
    from datetime import datetime

    from harness.model import Facts, Table, TableRows, Type

Row = tuple[str | None, ...]
Same = Callable[[str | None, str | None, "Type", "datetime"], bool]
UNCOMPARED = frozenset({"other"})


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnDiffers:
    """A column of which the two sides hold other values: one of them, and how many rows it is."""

    column: str
    dev: str
    prod: str
    rows: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RowsCompared:
    """What comparing a table gave: the numbers of rows where they differ, the columns, or that only the keys differ.

    `compared` are the columns that were looked at.
    """

    counts: tuple[int, int] | None = None
    columns: tuple[ColumnDiffers, ...] = ()
    renumbered: bool = False
    compared: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """Which numbers mean the same rows: those that both sides had before, or all where a statement gave them."""

    numbers: frozenset[str | None] = frozenset()
    given: bool = False


ANY_NUMBERS = Kept()


def numbers_of(rows: TableRows, key: str) -> set[str | None]:
    """Give the keys of rows as both sides spell a number."""
    place = rows.columns.index(key) if key in rows.columns else None
    return {str(row[place]) for row in rows.rows} if place is not None else set()


def counts_differ(table: str, earlier: tuple[int, int], now: tuple[int, int], *, foreign_keys: bool) -> Difference:
    """Give the difference of two numbers of rows; they are lost where both sides had as many before."""
    less = 0 if now[0] < now[1] else 1
    lost = earlier[0] == earlier[1] and now[less] < earlier[less]
    return Difference(
        aspect="rows-lost" if lost else "rows-differ",
        kind="data",
        table=table,
        dev=_number(now[0], earlier[0]),
        prod=_number(now[1], earlier[1]),
        missing_on="dev" if less == 0 else "prod",
        detail="foreign keys on" if lost and less == 0 and foreign_keys else None,
    )


def _number(now: int, earlier: int) -> str:
    words = f"{now} row{'' if now == 1 else 's'}"
    return f"{words}, {earlier} before" if earlier != now else words


class RowComparer:
    """Compares tables; `now` is the moment of the check."""

    def __init__(self, facts: tuple[Facts, Facts], now: datetime) -> None:
        self._facts = facts
        self._now = now

    def compare(
        self,
        tables: tuple[Table, Table],
        rows: tuple[TableRows, TableRows],
        leave_out: frozenset[str],
        kept: Kept = ANY_NUMBERS,
    ) -> RowsCompared:
        """Compare the columns that both sides have, but those in `leave_out`. Of a long table nothing is known.

        Rows may have other numbers where each database counted them; those that are `kept` may not, and keys of
        another kind only where a random source made them.
        """
        if rows[0].more or rows[1].more:
            return RowsCompared()
        if len(rows[0].rows) != len(rows[1].rows):
            return RowsCompared(counts=(len(rows[0].rows), len(rows[1].rows)))
        computed = {column.name for table in tables for column in table.columns if column.computed is not None}
        found = self._compare_plain(tables, rows, leave_out | computed, kept)
        if found.columns or found.renumbered or not computed:
            return found
        return self._compare_computed(tables, rows, found.compared, computed - leave_out)

    def _compare_plain(
        self, tables: tuple[Table, Table], rows: tuple[TableRows, TableRows], left_out: frozenset[str], kept: Kept
    ) -> RowsCompared:
        shared = [name for name in rows[1].columns if name in rows[0].columns and name not in left_out]
        kinds = {name: self._kind(tables[1], name) for name in shared}
        dev, prod = self._spelled(tables, rows, shared, kinds)
        key = _key(tables[1])
        places = [shared.index(name) for name in key if name in shared]
        columns = self._columns(_aligned(dev, places), _aligned(prod, places), shared, kinds)
        if columns:
            counted = [shared.index(name) for name in key if name in shared and _counts_itself(tables, name)]
            if kept.given or self._changed_in_place(dev, prod, kept, counted, (shared, kinds)):
                counted = []
            names = [name for number, name in enumerate(shared) if number not in counted]
            left, right = ([tuple(row[shared.index(name)] for name in names) for row in side] for side in (dev, prod))
            stable = _stable(left, right)
            if names and not self._columns(_aligned(left, stable), _aligned(right, stable), names, kinds):
                return RowsCompared(renumbered=bool(places))
            columns = self._columns(*_paired(dev, prod, places, counted), shared, kinds) or columns
        return RowsCompared(columns=columns, compared=frozenset(shared))

    def _compare_computed(
        self, tables: tuple[Table, Table], rows: tuple[TableRows, TableRows], equal: frozenset[str], computed: set[str]
    ) -> RowsCompared:
        """Compare what is computed of rows that are equal: the same expression can give something else."""
        names = [name for name in rows[1].columns if name in rows[0].columns and name in equal | computed]
        kinds = {name: self._kind(tables[1], name) for name in names}
        key = _key(tables[1]) if equal.issuperset(_key(tables[1])) else ()
        places = [number for number, name in enumerate(names) if name in (key or equal)]
        dev, prod = (_aligned(side, places) for side in self._spelled(tables, rows, names, kinds))
        columns = self._columns(dev, prod, names, kinds, same_computed)
        return RowsCompared(
            columns=tuple(item for item in columns if item.column in computed), compared=frozenset(names)
        )

    def _changed_in_place(
        self, dev: list[Row], prod: list[Row], kept: Kept, counted: list[int], what: tuple[list[str], dict[str, Type]]
    ) -> bool:
        """Tell whether rows that both sides had before, and have still, hold other values: these are no new rows."""
        both = {row[n] for row in dev for n in counted} & {row[n] for row in prod for n in counted} & kept.numbers
        left, right = ([row for row in side if any(row[n] in both for n in counted)] for side in (dev, prod))
        return bool(self._columns(_aligned(left, counted), _aligned(right, counted), *what))

    def _kind(self, table: Table, name: str) -> Type:
        column = table.column(name)
        return type_of(column.type if column else "", self._facts[1])

    def _spelled(
        self,
        tables: tuple[Table, Table],
        rows: tuple[TableRows, TableRows],
        shared: list[str],
        kinds: dict[str, Type],
    ) -> tuple[list[Row], list[Row]]:
        stored = {column.name: type_of(column.type, self._facts[0]) for column in tables[0].columns}
        dev_places = [(rows[0].columns.index(name), kinds[name], stored[name]) for name in shared]
        prod_places = [(rows[1].columns.index(name), kinds[name]) for name in shared]
        dev = [tuple(stored_on_sqlite(row[n], kind, as_) for n, kind, as_ in dev_places) for row in rows[0].rows]
        prod = [tuple(stored_on_production(row[n], kind) for n, kind in prod_places) for row in rows[1].rows]
        return dev, prod

    def _columns(
        self,
        dev: list[Row],
        prod: list[Row],
        names: list[str],
        kinds: dict[str, Type],
        same: Same = same_value,
    ) -> tuple[ColumnDiffers, ...]:
        found = []
        for number, name in enumerate(names):
            pairs = [(one[number], other[number]) for one, other in zip(dev, prod, strict=True)]
            unequal = [pair for pair in pairs if not same(*pair, kinds[name], self._now)]
            if unequal:
                one, other = unequal[0]
                found.append(ColumnDiffers(column=name, dev=shown(one), prod=shown(other), rows=len(unequal)))
        return tuple(found)


def _key(table: Table) -> tuple[str, ...]:
    return next((item.columns for item in table.constraints if item.kind == "pk"), ())


def _paired(dev: list[Row], prod: list[Row], key: list[int], counted: list[int]) -> tuple[list[Row], list[Row]]:
    """Order rows by their key where both sides have it, and behind these the others by what is stable in them.

    Of the others the numbers are left out that each database counted itself.
    """
    both = {_key_of(row, key) for row in dev} & {_key_of(row, key) for row in prod}
    shared = [_aligned([row for row in side if _key_of(row, key) in both], key) for side in (dev, prod)]
    others = [[_without(row, counted) for row in side if _key_of(row, key) not in both] for side in (dev, prod)]
    stable = _stable(*others) or key
    left, right = (one + _aligned(rest, stable) for one, rest in zip(shared, others, strict=True))
    return left, right


def _key_of(row: Row, key: list[int]) -> Row:
    return tuple(row[n] for n in key)


def _without(row: Row, places: list[int]) -> Row:
    return tuple(None if n in places else value for n, value in enumerate(row))


def _counts_itself(tables: tuple[Table, Table], name: str) -> bool:
    return all(column is not None and column.numbered for column in (table.column(name) for table in tables))


def _stable(dev: list[Row], prod: list[Row]) -> list[int]:
    """Give the columns that hold the same values on both sides, in whatever order: others may come from a clock."""
    places = range(len(dev[0]) if dev else 0)
    return [n for n in places if Counter(row[n] for row in dev) == Counter(row[n] for row in prod)]


def _aligned(rows: list[Row], key: list[int]) -> list[Row]:
    """Order rows by their key, else by all they hold; NULLs last."""
    places = key or list(range(len(rows[0]) if rows else 0))
    return sorted(rows, key=lambda row: [(row[n] is None, row[n] or "") for n in places])
