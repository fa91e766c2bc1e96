"""Small walked histories, made by hand: both sides have the same tables."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from harness.databases.postgresql.facts import FACTS as POSTGRESQL
from harness.databases.sqlite import FACTS as SQLITE
from harness.model import Column, Constraint, Snapshot, Step, Table, Walked

if TYPE_CHECKING:
    from collections.abc import Sequence

    from harness.model import Facts, Side

FACTS: tuple[Facts, Facts] = (SQLITE, POSTGRESQL)
KEY = Column(name="id", type="INTEGER", nullable=False, numbered=True)
PRIMARY = Constraint(kind="pk", name="pk", columns=("id",))


def table(name: str, *columns: Column, constraints: Sequence[Constraint] = ()) -> Table:
    """Give a table that has a numbered key as well."""
    return Table(name=name, columns=(KEY, *columns), constraints=(PRIMARY, *constraints))


def column(name: str, kind: str, *, nullable: bool = True) -> Column:
    """Give a column."""
    return Column(name=name, type=kind, nullable=nullable)


def foreign_key(column_name: str, referred: str) -> Constraint:
    """Give a foreign key to the key of a table."""
    return Constraint(kind="fk", name=None, columns=(column_name,), referred_table=referred, referred_columns=("id",))


def walked(*states: Sequence[Table]) -> tuple[Walked, Walked]:
    """Give both sides of a history whose revisions 0001, 0002, … leave these tables."""
    return _side("dev", "sqlite", states), _side("prod", "postgresql", states)


def _side(side: Side, backend: str, states: Sequence[Sequence[Table]]) -> Walked:
    steps = []
    before: dict[str, Table] = {}
    for number, tables in enumerate(states, 1):
        now = {item.name: item for item in tables}
        changed = frozenset(name for name in before.keys() | now.keys() if before.get(name) != now.get(name))
        snapshot = Snapshot(tables=now, changed=changed)
        steps.append(Step(revision=f"{number:04}", status="ok", snapshot=snapshot))
        before = now
    return Walked(side=side, backend=backend, steps=tuple(steps))


def with_renamed(item: Table, **names: str) -> Table:
    """Give a table with other types of columns: `name=type`."""
    columns = tuple(replace(one, type=names.get(one.name, one.type)) for one in item.columns)
    return replace(item, columns=columns)
