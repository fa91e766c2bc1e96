"""Rows for every table of a history, offered after the revision that makes or changes it, parents first."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from harness.model import Unchecked
from harness.populate.bounds import bounds_of
from harness.populate.checks import fitting
from harness.populate.edges import Edge, edges_of, tried, views_of
from harness.populate.foresight import Foresight
from harness.populate.reading import literal, quoted, quoted_column
from harness.populate.renames import renamed_columns, renamed_tables
from harness.populate.spelling import spell
from harness.populate.values import KNOWN, value_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from harness.model import Constraint, Facts, Side, Step, Table, Walked
    from harness.populate.foresight import TableNeeds
    from harness.populate.values import Abstract

Row = dict[str, "Abstract"]
Offers = dict[str, list[dict[str, Any]]]
SIDES: tuple[Side, Side] = ("dev", "prod")
FIRST, LATER, MOST = 3, 1, 8
FIRST_NUMBER = 1001
"""Above what a data migration gives by hand, below the end of the smallest integer."""


@dataclass(slots=True)
class Generator:
    """Makes the offers of one history: `rows` are those made so far, by table."""

    foresight: Foresight
    rows: dict[str, list[Row]] = field(default_factory=dict)
    impossible: dict[str, str] = field(default_factory=dict)
    number: int = FIRST_NUMBER
    begin_after: str | None = None
    tame: bool = False

    def offers(self) -> dict[Side, Offers]:
        """Give the rows for each side, by revision."""
        found: dict[Side, Offers] = {"dev": {}, "prod": {}}
        begun, waiting = self.begin_after is None, set[str]()
        for number, (one, other) in enumerate(self.foresight.steps):
            self._follow(one, other)
            waiting |= _changed(one, other)
            begun = begun or one.revision == self.begin_after
            if begun:
                for side, offers in self._step(number, waiting).items():
                    found[side][one.revision] = offers
                waiting = set()
        return found

    def _follow(self, one: Step, other: Step) -> None:
        """Keep the rows under the present names of their tables and columns."""
        operations = (*one.operations, *other.operations)
        for old, new in renamed_tables(operations).items():
            if old in self.rows:
                self.rows[new] = self.rows.pop(old)
        for name, rows in self.rows.items():
            renames = renamed_columns(operations, name)
            for row in rows if renames else ():
                for old, new in renames.items():
                    row[new] = row.pop(old, None)
        present = one.snapshot.tables if one.snapshot else {}
        self.rows = {name: rows for name, rows in self.rows.items() if name in present}

    def _step(self, number: int, names: set[str]) -> dict[Side, list[dict[str, Any]]]:
        wanted = sorted(name for name in names if len(self.rows.get(name, ())) < MOST)
        needs = {name: need for name in wanted if (need := self.foresight.needs(number, name)) is not None}
        found: dict[Side, list[dict[str, Any]]] = {"dev": [], "prod": []}
        for name in _parents_first(needs):
            need = needs[name]
            have = self.rows.setdefault(name, [])
            for _ in range(min(LATER if have else FIRST, MOST - len(have))):
                row = self._row(need, len(have))
                if row is None:
                    break
                have.append(row)
                for side in SIDES:
                    found[side].append(_offer(need, row, side))
        return found

    def spare_row(self, need: TableNeeds) -> Row | None:
        """Give a row that could go in as well."""
        return self._row(need, 0)

    def _row(self, need: TableNeeds, order: int) -> Row | None:
        self.number += 1
        row = {name: value_of(column, self.number, order, tame=self.tame) for name, column in need.columns.items()}
        for name, column in need.columns.items():
            if row[name] is None and column.required and not column.numbered:
                unknown = sorted(column.families - KNOWN)
                if unknown:
                    self.impossible[need.name] = f"no value is known for {need.name}.{name} ({', '.join(unknown)})"
                    return None
            if column.numbered:
                row[name] = self.number
        for key in need.keys:
            if not self._refer(need, key, row, order):
                return None
        fit = fitting(row, need)
        if fit is None:
            self.impossible[need.name] = "no row was found that its checks take"
        return fit

    def _refer(self, need: TableNeeds, key: Constraint, row: Row, order: int) -> bool:
        """Point a foreign key at a row that is there, else at nothing; tell whether that is possible."""
        parents = self.rows.get(key.referred_table or "", [])
        columns = [need.columns[name] for name in key.columns if name in need.columns]
        referred = key.referred_columns
        usable = [parent for parent in parents if all(parent.get(name) is not None for name in referred)]
        if usable and referred:
            parent = usable[order % len(usable)]
            if not all(row[name] is None and not need.columns[name].required for name in key.columns):
                row.update({name: parent[other] for name, other in zip(key.columns, referred, strict=True)})
            return True
        if any(not column.required for column in columns):
            row.update({column.name: None for column in columns if not column.required})
            return True
        if key.referred_table == need.name:
            row.update({name: row.get(other) for name, other in zip(key.columns, referred, strict=False)})
            return True
        if key.referred_table not in self.rows:
            return True  # a key that comes later, to a table that comes later
        self.impossible[need.name] = f"it refers to {key.referred_table}, which has no rows"
        return False


@dataclass(frozen=True, slots=True, kw_only=True)
class AtHead:
    """A table at the head: what a row must be, both sides' tables, the rows that it got, and one more."""

    need: TableNeeds
    tables: tuple[Table, Table]
    rows: tuple[Row, ...]
    spare: Row | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Generated:
    """Rows for both sides by revision, the tables for which there are none, and what is tried at the head."""

    offers: Mapping[Side, Offers]
    without: tuple[Unchecked, ...]
    edges: tuple[Edge, ...]
    heads: Mapping[str, AtHead]


def generate(
    dev: Walked, prod: Walked, facts: tuple[Facts, Facts], *, begin_after: str | None = None, tame: bool = False
) -> Generated:
    """Make rows for a history that was walked without any.

    `begin_after` leaves the tables empty up to that revision; `tame` rows are full and plain. Equal histories get
    equal rows.
    """
    generator = Generator(Foresight(dev, prod, facts), begin_after=begin_after, tame=tame)
    offers = generator.offers()
    unchecked = tuple(
        Unchecked(what=f"rows of {name}", why=why)
        for name, why in sorted(generator.impossible.items())
        if not generator.rows.get(name)
    )
    heads = {item.need.name: item for item in _heads(generator)}
    edges = [
        edge
        for item in heads.values()
        for make in (edges_of, bounds_of)
        for edge in make(item.need, item.tables, next(iter(item.rows), None))
    ]
    last = generator.foresight.steps[-1] if generator.foresight.steps else None
    edges += views_of(*(step.snapshot for step in last)) if last else ()
    return Generated(offers=offers, without=unchecked, edges=tuple(tried(edges)), heads=heads)


def _heads(generator: Generator) -> Iterator[AtHead]:
    last = len(generator.foresight.steps) - 1
    for name, rows in sorted(generator.rows.items()):
        need = generator.foresight.needs(last, name)
        dev, prod = generator.foresight.tables(last, name)
        if need is not None and dev is not None and prod is not None:
            spare = generator.spare_row(need)
            yield AtHead(need=need, tables=(dev, prod), rows=tuple(rows), spare=spare)


def _changed(one: Step, other: Step) -> set[str]:
    return {name for step in (one, other) if step.snapshot for name in step.snapshot.changed}


def _parents_first(needs: Mapping[str, TableNeeds]) -> Iterator[str]:
    """Order tables so that what a row must refer to comes first; a cycle is broken at a key that may be NULL."""
    done: set[str] = set()
    for strict in (False, True):
        waiting = [name for name in needs if name not in done]
        moved = True
        while moved:
            moved = False
            for name in [item for item in waiting if item not in done]:
                if _referred(needs[name], only_required=strict) & (needs.keys() - done - {name}):
                    continue
                done.add(name)
                moved = True
                yield name
    yield from (name for name in needs if name not in done)


def _referred(need: TableNeeds, *, only_required: bool) -> set[str]:
    return {
        key.referred_table or ""
        for key in need.keys
        if not only_required or all(need.columns[name].required for name in key.columns if name in need.columns)
    }


def _offer(need: TableNeeds, row: Row, side: Side) -> dict[str, Any]:
    names = [name for name in row if name in need.columns]
    columns = ", ".join(quoted_column(name) for name in names)
    spelled = ", ".join(spell(row[name], need.columns[name], side) for name in names)
    numbered = [column for column in need.columns.values() if column.numbered]
    override = " OVERRIDING SYSTEM VALUE" if side == "prod" and any(column.identity for column in numbered) else ""
    table = quoted(need.name)
    setting = ", ".join(
        f"setval(pg_get_serial_sequence({literal(table)}, {literal(column.name)}), "
        f"(SELECT max({quoted_column(column.name)}) FROM {table}))"
        for column in (numbered if side == "prod" else ())
    )
    into, values = f"INSERT INTO {table} DEFAULT VALUES", None
    if names:
        into, values = f"INSERT INTO {table} ({columns}){override} VALUES", f"({spelled})"
    return {"table": need.name, "into": into, "values": values, "after": setting or None}
