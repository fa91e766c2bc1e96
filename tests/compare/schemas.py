"""Hand-made schemas and steps, for comparing without a database."""

from __future__ import annotations

from typing import TYPE_CHECKING

from harness.compare.timeline import Timeline
from harness.databases.postgresql.facts import FACTS as POSTGRESQL
from harness.databases.sqlite import FACTS as SQLITE
from harness.model import Column, Constraint, Index, Operation, Revision, Snapshot, Step, Table, Walked
from harness.normalise import Answers

if TYPE_CHECKING:
    from harness.model import Difference, Divergence, SchemaObject, Unchecked

FACTS = (SQLITE, POSTGRESQL)
LIMIT = 63

Part = Column | Constraint | Index


def table(name: str, *parts: Part) -> Table:
    """Give a table with these columns, constraints and indexes."""
    return Table(
        name=name,
        columns=tuple(part for part in parts if isinstance(part, Column)),
        constraints=tuple(part for part in parts if isinstance(part, Constraint)),
        indexes=tuple(part for part in parts if isinstance(part, Index)),
    )


def column(name: str, kind: str = "INTEGER", *, nullable: bool = True, numbered: bool = False) -> Column:
    """Give a column; its type is spelled as on SQLite unless it is one of PostgreSQL."""
    return Column(name=name, type=kind, nullable=nullable, numbered=numbered)


def primary_key(*columns: str, name: str | None = None) -> Constraint:
    """Give a primary key."""
    return Constraint(kind="pk", name=name, columns=columns)


def unique(*columns: str, name: str | None = None, **options: str) -> Constraint:
    """Give a unique constraint."""
    return Constraint(kind="uq", name=name, columns=columns, options=options)


def foreign_key(column_name: str, referred: str, *, name: str | None = None, **options: str) -> Constraint:
    """Give a foreign key to the column id of another table."""
    return Constraint(
        kind="fk",
        name=name,
        columns=(column_name,),
        referred_table=referred,
        referred_columns=("id",),
        options=options,
    )


def check(columns: tuple[str, ...], expression: str, *, name: str | None = None) -> Constraint:
    """Give a check whose meaning is its text."""
    return Constraint(kind="ck", name=name, columns=columns, expression=expression, meaning=expression)


def index(*keys: str, name: str, unique_too: bool = False, predicate: str | None = None) -> Index:
    """Give an index whose meaning is its text."""
    columns = tuple(key.removesuffix(" DESC") for key in keys)
    return Index(
        name=name,
        keys=keys,
        columns=columns,
        unique=unique_too,
        predicate=predicate,
        meaning=keys,
        predicate_meaning=predicate,
    )


def snapshot(
    *tables: Table, changed: tuple[str, ...] | None = None, objects: tuple[SchemaObject, ...] = ()
) -> Snapshot:
    """Give a schema; `changed` are the tables that the revision touched (all, where it is not given)."""
    names = [item.name for item in tables]
    return Snapshot(
        tables={item.name: item for item in tables},
        objects=objects,
        changed=frozenset(names if changed is None else changed),
    )


def step(revision: str, schema: Snapshot, *operations: Operation) -> Step:
    """Give a finished revision."""
    return Step(revision=revision, status="ok", snapshot=schema, operations=operations)


def operation(name: str, line: int, on: str | None = None, *names: str) -> Operation:
    """Give an operation on a table; `names` are all names in it."""
    return Operation(name=name, line=line, table=on, names=names)


def statement(line: int, text: str) -> Operation:
    """Give a statement that a revision executed."""
    return Operation(name="statement", line=line, statement=text)


def revision(identifier: str) -> Revision:
    """Give the revision of an identifier, whose upgrade begins in line 9."""
    return Revision(id=identifier, file=f"versions/{identifier}.py", message=identifier, line=9)


def timeline(*steps: tuple[Step, Step]) -> tuple[tuple[Divergence, ...], tuple[Unchecked, ...]]:
    """Compare two walks of hand-made steps."""
    dev = Walked(side="dev", backend="sqlite", steps=tuple(one for one, _other in steps))
    prod = Walked(side="prod", backend="postgresql", steps=tuple(other for _one, other in steps))
    revisions = {pair[0].revision: revision(pair[0].revision) for pair in steps}
    return Timeline(FACTS, Answers(), revisions).run(dev, prod)


def told(*differences: Difference) -> list[tuple[str, str, str | None, str | None, str | None]]:
    """Give of differences what matters most: aspect, kind, name and both sides."""
    return [(item.aspect, item.kind, item.name, item.dev, item.prod) for item in differences]
