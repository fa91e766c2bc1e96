"""What Alembic's comparison of the models with a database does not look at.

It leaves out primary keys, checks, computed expressions, and the conditions and expressions of indexes (Alembic
documentation, "What does Autogenerate Not Detect"). The tables that the models make on production and those that the
migrations made there are compared as PostgreSQL spells both, so equal texts are what is equal.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

from harness.compare.constraints import constraint_differences, index_differences
from harness.model import Constraint, Drift, Index
from harness.model.wording import NEEDS_VALUE, NUMBERS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from harness.model import ConstraintKind, Difference, Step, Table

Part = TypeVar("Part", Constraint, Index)
KINDS: tuple[ConstraintKind, ...] = ("fk", "uq", "ck")


def unseen_drift(
    made: Mapping[str, Table], last: tuple[Step, Step], limit: int | None, seen: Iterable[Iterable[Drift] | None]
) -> Iterator[Drift]:
    """Give how the models differ from production after the last revision; `made` are the tables that they make there.

    What the two databases have otherwise is no matter of the models: the caller knows that. Of what Alembic has `seen`,
    an identity is a default: that the column does not number itself is not told again.
    """
    held = last[1].snapshot.tables if last[1].snapshot else {}
    defaults = {(item.table, item.column) for side in seen for item in side or () if item.kind == "default"}
    for name, table in made.items():
        for item in _of_table(table, held[name], limit) if name in held else ():
            if item.kind != "identity" or (item.table, item.column) not in defaults:
                yield item


def without_numbering(items: Iterable[Drift], made: Mapping[str, Table], last: tuple[Step, Step]) -> Iterator[Drift]:
    """Leave out the default that Alembic takes an identity column for, where the other one numbers itself as well.

    It hides the default of a serial column. An identity that is GENERATED ALWAYS refuses values, which a serial takes.
    Nor does an INTEGER PRIMARY KEY of SQLite hold NULL, though it is not declared NOT NULL ("CREATE TABLE", 3.5).
    """
    rowids = {
        (table.name, column.name)
        for table in (last[0].snapshot.tables.values() if last[0].snapshot else ())
        for column in table.columns
        if column.numbered
    }
    held = last[1].snapshot.tables if last[1].snapshot else {}
    for item in items:
        columns = [tables[item.table].column(item.column or "") for tables in (made, held) if item.table in tables]
        ways = {(one.numbered, one.identity == "always") for one in columns if one is not None}
        one_alone = item.kind == "default" and None in (item.database, item.models)
        never_null = item.kind == "nullable" and (item.table, item.column) in rowids
        if not never_null and not (
            one_alone and len(columns) == len(last) and ways in ({(True, False)}, {(True, True)})
        ):
            yield item


def is_another(named: Difference, unseen: Iterable[Drift]) -> bool:
    """Tell whether what is not named as the models name it is another thing than theirs: that is told, and no name."""
    return any(
        (item.table, item.kind, item.columns) == (named.table, named.kind, named.columns)
        for item in unseen
        if item.what == "differs"
    )


def _of_table(wanted: Table, held: Table, limit: int | None) -> Iterator[Drift]:
    keys = [_drift(item) for item in _of_keys(wanted, held, limit) if item.aspect in {"differs", "missing"}]
    yield from keys
    retyped = {column.name for column in held.columns if _type(wanted, column.name) != column.type}
    for kind in KINDS:
        left, right = ([_meant(one) for one in _kept(table.constraints, retyped, kind)] for table in (wanted, held))
        found = list(constraint_differences(wanted.name, left, right, limit))
        for difference in (*_other_targets(found), *found) if kind == "fk" else found:
            if difference.aspect == "differs" or (kind == "ck" and difference.aspect == "missing"):
                yield _drift(difference)
    one_side, other_side = ([_meant_by(one) for one in _kept(table.indexes, retyped)] for table in (wanted, held))
    for difference in index_differences(wanted.name, one_side, other_side, limit):
        if difference.aspect == "differs":
            yield _drift(difference)
    for column in held.columns:
        other = wanted.column(column.name)
        if other is not None and other.computed != column.computed:
            yield _of_column(held, column.name, "computed", (column.computed, other.computed))
        if other is not None and other.numbered and not (column.numbered or keys or column.name in retyped):
            yield _of_column(held, column.name, "identity", (NEEDS_VALUE, NUMBERS))


def _of_column(held: Table, name: str, kind: str, texts: tuple[str | None, str | None]) -> Drift:
    return Drift(
        what="differs",
        kind=kind,
        table=held.name,
        name=name,
        column=name,
        database=texts[0],
        models=texts[1],
    )


def _of_keys(wanted: Table, held: Table, limit: int | None) -> Iterator[Difference]:
    """Compare the primary keys, unless a column of one is missing in the other table: that is told by itself."""
    left, right = ([one for one in table.constraints if one.kind == "pk"] for table in (wanted, held))
    names = {name for key in (*left, *right) for name in key.columns}
    if all(table.column(name) for table in (wanted, held) for name in names):
        yield from constraint_differences(wanted.name, left, right, limit)


def _kept(parts: Iterable[Part], retyped: set[str], kind: str | None = None) -> list[Part]:
    """Leave out what is on a column of another type: PostgreSQL spells it with that type, and the type is the drift."""
    return [one for one in parts if not retyped & set(one.columns) and kind in {None, getattr(one, "kind", None)}]


def _other_targets(found: list[Difference]) -> Iterator[Difference]:
    """Give the foreign keys from the same columns to another table, which have nothing else in common."""
    lacking = [item for item in found if item.aspect == "missing" and item.missing_on == "prod"]
    for item in found:
        for wanted in lacking:
            if item.missing_on == "dev" and item.columns == wanted.columns:
                yield replace(item, aspect="differs", dev=wanted.dev, missing_on=None)


def _drift(difference: Difference) -> Drift:
    what = {"prod": "missing", "dev": "extra", None: "differs"}[difference.missing_on]
    return Drift(
        what=what,
        kind=difference.kind,
        table=difference.table or "",
        name=difference.name,
        columns=difference.columns,
        database=difference.prod,
        models=difference.dev,
    )


def _type(table: Table, name: str) -> str | None:
    column = table.column(name)
    return column.type if column else None


def _meant(constraint: Constraint) -> Constraint:
    return replace(constraint, meaning=constraint.expression)


def _meant_by(index: Index) -> Index:
    return replace(index, meaning=index.keys, predicate_meaning=index.predicate)
