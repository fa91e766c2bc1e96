"""Differences between two tables, and between everything beside the tables. A consequence is not a difference."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from harness.compare.columns import column_differences, pair_columns
from harness.compare.constraints import constraint_differences, index_differences
from harness.compare.names import is_cut
from harness.model import Constraint, Difference, SchemaObject, Unchecked
from harness.normalise import UNKNOWN

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from harness.model import Column, ConstraintKind, Facts, Side, Snapshot, Table

KINDS: tuple[ConstraintKind, ...] = ("pk", "fk", "uq", "ck")
BESIDE = {"view": "view", "materialized view": "view", "trigger": "trigger"}


def missing_table(name: str, dev: Snapshot, prod: Snapshot, limit: int | None) -> Difference | None:
    """Give the difference for a table that is on one side only; None when its other half is the name that was cut."""
    on_dev = name in dev.tables
    others, own = (prod, dev) if on_dev else (dev, prod)
    for other in others.tables.keys() - own.tables.keys():
        long, short = (name, other) if on_dev else (other, name)
        if is_cut(long, short, limit):
            return (
                Difference(aspect="cut", kind="truncation", table=long, name=long, dev=long, prod=short)
                if on_dev
                else None
            )
    side: Side = "prod" if on_dev else "dev"
    columns = len(own.tables[name].columns)
    text = f"table of {columns} column{'' if columns == 1 else 's'}"
    return Difference(
        aspect="missing",
        kind="table",
        table=name,
        name=name,
        dev=text if on_dev else None,
        prod=None if on_dev else text,
        missing_on=side,
    )


def table_differences(
    dev: Table, prod: Table, facts: tuple[Facts, Facts], declared: Mapping[tuple[str, str], tuple[str, str]]
) -> Iterator[Difference]:
    """Give how two comparable tables differ. What names a column that is missing on a side is not judged."""
    limit = facts[1].name_bytes
    pairs, dev_only, prod_only = pair_columns(dev, prod, limit)
    keys = _self_numbering(prod)
    for one, other in pairs:
        yield from column_differences(
            dev.name, one, other, facts=facts, declared=declared.get((dev.name, one.name)), keys=keys
        )
    yield from _missing_columns(dev.name, dev_only, "prod")
    yield from _missing_columns(dev.name, prod_only, "dev")
    renamed = {one.name: other.name for one, other in pairs if one.name != other.name}
    absent = {column.name for column in (*dev_only, *prod_only)}
    for kind in KINDS:
        yield from constraint_differences(
            dev.name,
            [
                item
                for item in _with_names(dev.constraints, renamed)
                if item.kind == kind and not absent & set(item.columns)
            ],
            [item for item in prod.constraints if item.kind == kind and not absent & set(item.columns)],
            limit,
        )
    yield from index_differences(
        dev.name,
        [item for item in dev.indexes if not absent & set(item.columns)],
        [item for item in prod.indexes if not absent & set(item.columns)],
        limit,
    )


def unknown_parts(table: Table) -> Iterator[Unchecked]:
    """Give what of a comparable table could not be compared, and why."""
    texts = [(f"the expression of {table.name}.{column.name}", column.computed_meaning) for column in table.columns]
    texts += [(f"the check {item.name or item.expression} of {table.name}", item.meaning) for item in table.constraints]
    for index in table.indexes:
        texts += [
            (f"the index {index.name} of {table.name}", text) for text in (*index.meaning, index.predicate_meaning)
        ]
    for what, meaning in texts:
        if meaning is not None and meaning.startswith(UNKNOWN):
            yield Unchecked(what=what, why=meaning.removeprefix(UNKNOWN).splitlines()[0])


def object_differences(dev: Snapshot, prod: Snapshot) -> Iterator[Difference]:
    """Give the views and triggers that are on one side only. Those on a table that is missing too are its consequence."""
    left = {_identity(item): item for item in dev.objects if item.kind in BESIDE}
    right = {_identity(item): item for item in prod.objects if item.kind in BESIDE}
    for identity in (left.keys() ^ right.keys()) - {
        ("view", None, name) for name in dev.tables.keys() | prod.tables.keys()
    }:
        item = left.get(identity) or right[identity]
        if item.table is not None and (item.table not in dev.tables or item.table not in prod.tables):
            continue
        on_dev = identity in left
        yield Difference(
            aspect="missing",
            kind=BESIDE[item.kind],
            table=item.table or item.name,
            name=item.name,
            dev=_summary(item) if on_dev else None,
            prod=None if on_dev else _summary(item),
            missing_on="prod" if on_dev else "dev",
        )


def _identity(item: SchemaObject) -> tuple[str, str | None, str]:
    return (BESIDE[item.kind], item.table, item.name)


def _summary(item: SchemaObject) -> str:
    return " ".join((item.definition or item.kind).split())


def _self_numbering(table: Table) -> frozenset[str]:
    """A key of one column numbers itself or does not; where it is a foreign key as well, its value comes from there."""
    key = next((item.columns for item in table.constraints if item.kind == "pk"), ())
    foreign = {column for item in table.constraints if item.kind == "fk" for column in item.columns}
    return frozenset(key) - foreign if len(key) == 1 else frozenset()


def _missing_columns(table: str, columns: Iterable[Column], side: Side) -> Iterator[Difference]:
    for column in columns:
        yield Difference(
            aspect="missing",
            kind="column",
            table=table,
            name=column.name,
            column=column.name,
            dev=None if side == "dev" else column.type,
            prod=None if side == "prod" else column.type,
            missing_on=side,
        )


def _with_names(constraints: tuple[Constraint, ...], renamed: Mapping[str, str]) -> Iterator[Constraint]:
    for item in constraints:
        yield replace(item, columns=tuple(renamed.get(c, c) for c in item.columns)) if renamed else item
