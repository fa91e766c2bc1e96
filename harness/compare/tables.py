"""Differences between two tables, and between everything beside the tables. A consequence is not a difference."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from harness.compare.columns import Keys, column_differences, pair_columns
from harness.compare.constraints import constraint_differences, index_difference, index_differences
from harness.compare.names import is_cut
from harness.compare.uniqueness import by_index
from harness.model import Constraint, Difference, Index, Unchecked
from harness.normalise import UNKNOWN, columns_of, key_of, keys_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from harness.model import Column, ConstraintKind, Facts, Side, Snapshot, Table

KINDS: tuple[ConstraintKind, ...] = ("pk", "fk", "uq", "ck")


def missing_table(name: str, dev: Snapshot, prod: Snapshot, limit: int | None) -> Difference | None:
    """Give the difference for a table that is on one side only.

    None when the other side has it under a name that PostgreSQL cut or wrote small (that is told once, by the name of
    the development side), and for the tables in which a virtual table of SQLite keeps its data.
    """
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
        if not on_dev and long.lower() == short.lower():
            return None
    if on_dev and _is_shadow(name, dev):
        return None
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


def _is_shadow(name: str, dev: Snapshot) -> bool:
    """SQLite documentation, "The Virtual Table Mechanism Of SQLite", 2.17: a shadow table is named after its table."""
    return any(
        name.startswith(f"{other}_") and (table.ddl or "").upper().startswith("CREATE VIRTUAL TABLE")
        for other, table in dev.tables.items()
    )


def table_differences(
    name: str,
    tables: tuple[Table, Table],
    snapshots: tuple[Snapshot, Snapshot],
    facts: tuple[Facts, Facts],
    declared: Mapping[tuple[str, str], tuple[str, str]],
) -> Iterator[Difference]:
    """Give how two comparable tables differ. What names a column or table that a side lacks is not judged."""
    dev, prod = tables
    limit = facts[1].name_bytes
    pairs, dev_only, prod_only = pair_columns(dev, prod, limit)
    keys = _keys(dev, prod)
    for one, other in pairs:
        apart = declared.get((name, one.name))
        yield from column_differences(name, (one, other), facts=facts, declared=apart, keys=keys)
    small = {column.name.lower() for column in dev_only}
    yield from _missing_columns(name, dev_only, "prod")
    yield from _missing_columns(name, [column for column in prod_only if column.name not in small], "dev")
    renamed = {one.name: other.name for one, other in pairs if one.name != other.name}
    absent = {column.name for column in (*dev_only, *prod_only)}
    tables, unique = by_index(dev, prod)
    dev, prod = tables
    yield from unique
    for kind in KINDS:
        one_side, other_side = (
            [item for item in side.constraints if item.kind == kind and _possible(item, absent, snapshots)]
            for side in tables
        )
        yield from constraint_differences(name, list(_with_names(one_side, renamed)), other_side, limit)
    dev_indexes = [item for item in dev.indexes if not absent & _columns_in(item, dev, "sqlite")]
    prod_indexes = [item for item in prod.indexes if not absent & _columns_in(item, prod, "postgresql")]
    namesakes = list(_namesakes((dev_indexes, prod_indexes), (dev, prod)))
    yield from (index_difference(name, *pair) for pair in namesakes)
    known = [id(item) for pair in namesakes for item in pair]
    yield from index_differences(
        name,
        [_index_with_names(item, renamed) for item in dev_indexes if id(item) not in known],
        [item for item in prod_indexes if id(item) not in known],
        limit,
    )


def _possible(constraint: Constraint, absent: set[str], snapshots: tuple[Snapshot, Snapshot]) -> bool:
    """Tell whether both sides have the columns and the referred table of a constraint; if not, that is the finding."""
    if absent & set(constraint.columns):
        return False
    missing = [constraint.referred_table not in snapshot.tables for snapshot in snapshots]
    return constraint.kind != "fk" or missing[0] == missing[1]


def _namesakes(possible: tuple[list[Index], list[Index]], tables: tuple[Table, Table]) -> Iterator[tuple[Index, Index]]:
    """Give the indexes of one name of which one stands on a column that the other side lacks: they are not missing."""
    for place, own in enumerate(possible):
        others = [item for item in tables[1 - place].indexes if all(item is not one for one in possible[1 - place])]
        for item in own:
            other = next((one for one in others if one.name == item.name), None)
            if other is not None:
                yield (item, other) if place == 0 else (other, item)


def _columns_in(index: Index, table: Table, dialect: str) -> set[str]:
    texts = [key for key, is_expression, _direction in keys_of(index) if is_expression]
    texts += [index.predicate] if index.predicate else []
    known = [column.name for column in table.columns]
    return {*index.columns, *(name for text in texts for name in columns_of(text, dialect, known))}


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


def _keys(dev: Table, prod: Table) -> Keys:
    key = key_of(prod)
    foreign = frozenset(column for item in prod.constraints if item.kind == "fk" for column in item.columns)
    unique = {column for item in prod.constraints if item.kind in {"pk", "uq"} for column in item.columns}
    unique |= {column for index in prod.indexes if index.unique for column in index.columns}
    return Keys(
        unique=frozenset(unique),
        numbering=frozenset(key) if len(key) == 1 else frozenset(),
        foreign=foreign,
        of_one_side=frozenset(key) ^ frozenset(key_of(dev)),
    )


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


def _with_names(constraints: Iterable[Constraint], renamed: Mapping[str, str]) -> Iterator[Constraint]:
    for item in constraints:
        yield replace(item, columns=tuple(renamed.get(c, c) for c in item.columns)) if renamed else item


def _index_with_names(index: Index, renamed: Mapping[str, str]) -> Index:
    if not renamed:
        return index
    return replace(index, meaning=tuple(renamed.get(key, key) for key in index.meaning))
