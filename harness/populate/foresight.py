"""What a row must be to live through the rest of the history: every type, key and check that its table will have."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from harness.normalise import type_of
from harness.populate.renames import renamed_columns, renamed_labels, renamed_tables

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from harness.model import Column, Constraint, Facts, Snapshot, Step, Table, Type, Walked

KEYS = frozenset({"pk", "uq"})


@dataclass(slots=True, kw_only=True)
class ColumnNeeds:
    """A column as it is now on both sides, and what it will be: `families` are all its types on production."""

    name: str
    kind: Type
    dev_kind: Type
    numbered: bool
    identity: str | None
    families: set[str] = field(default_factory=set)
    length: int | None = None
    required: bool = False
    unique: bool = False
    labels: tuple[str, ...] | None = None


@dataclass(slots=True, kw_only=True)
class TableNeeds:
    """A table as it is now: all its foreign keys, also those to come, and all its checks, as SQLite spells them."""

    name: str
    columns: dict[str, ColumnNeeds]
    keys: list[Constraint] = field(default_factory=list)
    checks: list[str] = field(default_factory=list)


@dataclass(slots=True, kw_only=True)
class Demand:
    """What one step demands of a column, on whichever side; `family`, `length` and `labels` are production's."""

    required: bool
    unique: bool
    family: str | None = None
    length: int | None = None
    labels: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Demands:
    """What one step demands of a table: by column, by foreign keys, by checks as SQLite spells them."""

    columns: dict[str, Demand]
    keys: tuple[Constraint, ...]
    checks: tuple[str, ...]


class Foresight:
    """Knows both walks without rows. What a step demands is worked out once, as all steps before it ask for it."""

    def __init__(self, dev: Walked, prod: Walked, facts: tuple[Facts, Facts]) -> None:
        self.steps = list(_pairs(dev, prod))
        self._facts = facts
        self._changes: dict[str, dict[int, int | None]] = {}
        self._demands: dict[tuple[int, str], Demands | None] = {}
        self._new: dict[tuple[int, str], Demands] = {}
        self._moved = [renamed_tables((*one.operations, *other.operations)) for one, other in self.steps]
        self._labels = [renamed_labels(other.operations) for _one, other in self.steps]
        for number, (one, other) in enumerate(self.steps):
            for name in _snapshot(one).changed | _snapshot(other).changed:
                changes = self._changes.setdefault(name, {})
                changes[number] = next(reversed(changes), None)

    def needs(self, number: int, name: str) -> TableNeeds | None:
        """Give what a row that is inserted after step `number` must fulfil; None where one side lacks the table."""
        dev, prod = self.tables(number, name)
        demands = self._demanded(number, name)
        if dev is None or prod is None or demands is None:
            return None
        kinds = {column.name: column for column in dev.columns}
        needs = TableNeeds(
            name=name,
            columns={
                column.name: self._column(kinds[column.name], column)
                for column in prod.columns
                if column.name in kinds and column.computed is None and kinds[column.name].computed is None
            },
        )
        names = {column: column for column in needs.columns}
        labels: dict[str, str] = {}
        _take(needs, demands, names, labels)
        for later in range(number + 1, len(self.steps)):
            labels |= self._labels[later]
            moved = self._moved[later].get(name)
            if moved is not None:
                name = moved
            elif later not in self._changes.get(name, ()):
                continue
            demands = self._demanded(later, name)
            if demands is None:
                break
            operations = (*self.steps[later][0].operations, *self.steps[later][1].operations)
            renamed = renamed_columns(operations, name)
            _rename(names, renamed)
            _take(needs, demands if moved is not None or renamed else self._news(later, name, demands), names, labels)
        return needs

    def tables(self, number: int, name: str) -> tuple[Table | None, Table | None]:
        """Give a table after a step, on both sides."""
        one, other = self.steps[number]
        return _snapshot(one).tables.get(name), _snapshot(other).tables.get(name)

    def _column(self, dev: Column, prod: Column) -> ColumnNeeds:
        return ColumnNeeds(
            name=prod.name,
            kind=type_of(prod.type, self._facts[1]),
            dev_kind=type_of(dev.type, self._facts[0]),
            numbered=prod.numbered,
            identity=prod.identity,
        )

    def _demanded(self, number: int, name: str) -> Demands | None:
        """Give what a table demands after a step; None where one side lacks it."""
        if (number, name) not in self._demands:
            dev, prod = self.tables(number, name)
            there = None if dev is None or prod is None else self._demands_of(number, dev, prod)
            self._demands[number, name] = there
        return self._demands[number, name]

    def _news(self, number: int, name: str, demands: Demands) -> Demands:
        """Give what of the demands after a step was not there after the last one that changed the table."""
        if (number, name) not in self._new:
            last = self._changes[name][number]
            before = self._demanded(last, name) if last is not None else None
            self._new[number, name] = _without(demands, before) if before is not None else demands
        return self._new[number, name]

    def _demands_of(self, number: int, dev: Table, prod: Table) -> Demands:
        labels = {item.name: item.labels for item in _snapshot(self.steps[number][1]).objects if item.kind == "enum"}
        columns: dict[str, Demand] = {}
        for table in (dev, prod):
            keys = [item.columns for item in table.constraints if item.kind in KEYS]
            keys += [index.columns for index in table.indexes if index.unique]
            unique = {column for names in keys for column in names}
            for column in table.columns:
                demand = columns.setdefault(column.name, Demand(required=False, unique=False))
                demand.required = demand.required or not column.nullable
                demand.unique = demand.unique or column.name in unique
                if table is prod:
                    self._demand_kind(demand, column, labels)
        return Demands(
            columns=columns,
            keys=tuple(item for item in (*prod.constraints, *dev.constraints) if item.kind == "fk"),
            checks=tuple(item.expression for item in dev.constraints if item.kind == "ck" and item.expression),
        )

    def _demand_kind(self, demand: Demand, column: Column, labels: dict[str, tuple[str, ...]]) -> None:
        kind = type_of(column.type, self._facts[1])
        plain = column.type.rpartition(".")[2].strip('"')
        demand.family = "enum" if plain in labels else kind.family
        demand.labels = labels.get(plain)
        if kind.family in {"varchar", "char"}:
            demand.length = kind.length


def _without(now: Demands, before: Demands) -> Demands:
    """Give what is demanded now and was not before."""
    columns = {name: demand for name, demand in now.columns.items() if demand != before.columns.get(name)}
    return Demands(
        columns=columns,
        keys=tuple(key for key in now.keys if key not in before.keys),
        checks=tuple(check for check in now.checks if check not in before.checks),
    )


def _take(needs: TableNeeds, demands: Demands, names: Mapping[str, str], labels: Mapping[str, str]) -> None:
    """Add what a later step demands; `names` are the present names of columns by their later ones.

    `labels` are the later names of labels of enums by those before.
    """
    for name, demand in demands.columns.items():
        need = needs.columns.get(names.get(name, ""))
        if need is not None:
            _add(need, demand, labels)
    for item in demands.keys:
        present = tuple(names.get(column, "") for column in item.columns)
        if all(present):
            key = item if present == item.columns else replace(item, columns=present)
            needs.keys = [*(other for other in needs.keys if other != key), key]
    needs.checks.extend(check for check in demands.checks if check not in needs.checks)


def _add(need: ColumnNeeds, demand: Demand, labels: Mapping[str, str]) -> None:
    need.required = need.required or demand.required
    need.unique = need.unique or demand.unique
    if demand.family is not None:
        need.families.add(demand.family)
    if demand.labels is not None:
        held = demand.labels if need.labels is None else need.labels
        need.labels = tuple(label for label in held if {label, labels.get(label)} & set(demand.labels))
    if demand.length is not None:
        need.length = min(demand.length, need.length or demand.length)


def _rename(names: dict[str, str], renames: dict[str, str]) -> None:
    for old, new in renames.items():
        if old in names:
            names[new] = names.pop(old)


def _pairs(dev: Walked, prod: Walked) -> Iterator[tuple[Step, Step]]:
    for one, other in zip(dev.steps, prod.steps, strict=False):
        if one.revision != other.revision or one.snapshot is None or other.snapshot is None:
            return
        yield one, other


def _snapshot(step: Step) -> Snapshot:
    if step.snapshot is None:
        raise ValueError(step.revision)
    return step.snapshot
