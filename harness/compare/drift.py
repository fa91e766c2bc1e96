"""The models against both databases: what both lack or have too much, since the revision that made it so."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from harness.compare.attribution import attribute
from harness.model import Difference, Divergence, Drift

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from harness.model import ModelObject, Models, Revision, Step, Table

Place = tuple[str, str | None]
TWICE = 2


def settled(items: Sequence[Drift], models: Models) -> tuple[Drift, ...]:
    """Give the drift in a fixed order, without what two objects of one name in a table of the models leave open.

    Alembic's comparison keeps the constraints and indexes of a table by name: of two under one name it looks at one,
    whichever a set gives last. That the name is claimed twice is the finding there.
    """
    every = ((table, item) for table, objects in models.objects.items() for item in objects)
    claimed = Counter(claim for table, item in every for claim in _claims(table, item))
    kept = (item for item in items if claimed[item.table, item.name] < TWICE)
    return tuple(sorted(kept, key=lambda item: str(_key(item))))


def _claims(table: str, item: ModelObject) -> set[Place]:
    return {(table, name) for name in item.names.values() if name is not None}


def drift_divergences(
    dev: Sequence[Drift],
    prod: Sequence[Drift],
    known: Sequence[Divergence],
    steps: Sequence[tuple[Step, Step]],
    revisions: Mapping[str, Revision],
) -> Iterator[Divergence]:
    """Give one divergence for each thing that the models have otherwise.

    Where the two databases differ from each other, that is the finding, and the drift of one of them its consequence; a
    constraint that is there under another name is a matter of names.
    """
    places = {place for divergence in known if not divergence.healed_in for place in _places(divergence.difference)}
    left, right = ({_key(item): item for item in _without_renames(side)} for side in (dev, prod))
    missing_tables = {item.table for item in (*dev, *prod) if item.kind == "table"}
    for key in dict.fromkeys((*left, *right)):
        one, other = left.get(key), right.get(key)
        item = other or one
        if item is None or (item.kind != "table" and item.table in missing_tables):
            continue
        if {(item.table, name) for name in (item.column, item.name, *item.columns, None)} & places:
            continue
        difference = Difference(
            aspect="drift",
            kind=item.kind,
            table=item.table,
            name=item.name,
            column=item.column,
            columns=item.columns,
            dev=_held(one),
            prod=_held(other),
            expected=item.models or ("there" if item.what == "missing" else "none"),
            missing_on=None if one and other else "prod" if other else "dev",
            detail=item.what,
        )
        yield attribute(difference, *_first(item, steps), revisions.get(_first(item, steps)[0].revision))


def _places(difference: Difference) -> Iterator[Place]:
    table = difference.table or ""
    if difference.kind == "table":
        yield (table, None)
    cut_to = difference.prod if difference.aspect == "cut" else None
    for name in (difference.column, difference.name, cut_to, *difference.columns):
        if name is not None:
            yield (table, name)


def _key(item: Drift) -> tuple[object, ...]:
    return (item.what, item.kind, item.table, item.name or item.columns)


def _held(item: Drift | None) -> str | None:
    if item is None:
        return "as the models say"
    return item.database or {"missing": "not there", "extra": "there"}.get(item.what)


def _without_renames(items: Sequence[Drift]) -> list[Drift]:
    """Leave out what is only named otherwise, or made as a unique index here and as a constraint there."""
    extra = {(item.table, item.columns) for item in items if item.what == "extra" and item.columns}
    missing = {(item.table, item.columns) for item in items if item.what == "missing" and item.columns}
    return [item for item in items if not item.columns or (item.table, item.columns) not in extra & missing]


def _first(item: Drift, steps: Sequence[tuple[Step, Step]]) -> tuple[Step, Step]:
    """Give the first steps after which production has the thing as it is at the end."""
    last = steps[-1][1].snapshot
    final = last.tables.get(item.table) if last else None
    for dev, prod in steps:
        table = prod.snapshot.tables.get(item.table) if prod.snapshot else None
        if table is not None and final is not None and _as_at_the_end(item, table, final):
            return dev, prod
    return steps[-1]


def _as_at_the_end(item: Drift, table: Table, final: Table) -> bool:
    if item.column is not None and item.what != "missing":
        return table.column(item.column) == final.column(item.column)
    if item.what == "extra" and item.columns:
        return item.name in {one.name for one in table.constraints} | {one.name for one in table.indexes}
    return item.columns == () or all(table.column(name) for name in item.columns if final.column(name))
