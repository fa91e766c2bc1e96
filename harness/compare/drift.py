"""The models against both databases: what both lack or have too much, since the revision that made it so."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from harness.compare.attribution import attribute
from harness.model import Difference, Divergence, Drift

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from harness.model import ModelObject, Models, Revision, Side, Step

Place = tuple[str, str | None]
TWICE = 2
KEYS = frozenset({"pk", "fk", "uq", "ck", "ix"})
SAME_ON_BOTH = KEYS | {"default"}
OF_KEYS = frozenset({"pk", "column", "table"})
LENGTH = re.compile(r"VARCHAR\(\d+\)")
NAMES = frozenset({"name-differs", "unnamed", "not-by-convention", "cut"})
"""How names differ, whatever they stand for."""


def settled(items: Sequence[Drift] | None, models: Models) -> tuple[Drift, ...] | None:
    """Give the drift in a fixed order, without what two objects of one name in a table of the models leave open.

    Alembic's comparison keeps the constraints and indexes of a table by name: of two under one name it looks at one,
    whichever a set gives last. That the name is claimed twice is the finding there. None stays: nothing is known.
    """
    if items is None:
        return None
    every = ((table, item) for table, objects in models.objects.items() for item in objects)
    claimed = Counter(claim for table, item in every for claim in _claims(table, item))
    kept = (item for item in items if claimed[item.table, item.name] < TWICE)
    return tuple(sorted(kept, key=lambda item: str(_key(item))))


def _claims(table: str, item: ModelObject) -> set[Place]:
    return {(table, name) for name in item.names.values() if name is not None}


def drift_divergences(
    dev: Sequence[Drift] | None,
    prod: Sequence[Drift] | None,
    known: Sequence[Divergence],
    steps: Sequence[tuple[Step, Step]],
    revisions: Mapping[str, Revision],
) -> Iterator[Divergence]:
    """Give one divergence for each thing that the models have otherwise.

    Where the two databases differ from each other, that is the finding, and the drift of one of them its consequence; a
    constraint that is there under another name is a matter of names. A table has one primary key, so only what differs
    in a key or its columns stands for it. The length of a text counts in production, which enforces it: on SQLite an
    Enum has that of its longest label, too. Where the two databases have the same index, constraint or default, what is
    said of production holds for both: Alembic does not see every part of an index on SQLite, and compares defaults
    there as texts. None is a side that could not be compared.
    """
    standing = [divergence.difference for divergence in known if not divergence.healed_in]
    named = {place for difference in standing if difference.aspect in NAMES for place in _named_places(difference)}
    more_than_names = [difference for difference in standing if difference.aspect not in NAMES]
    done = {place for difference in more_than_names for place in _places(difference)}
    keys = {place for difference in more_than_names if difference.kind in OF_KEYS for place in _places(difference)}
    missing_tables = {item.table for item in (*(dev or ()), *(prod or ())) if item.kind == "table"}
    for one, other in _paired(dev, prod):
        item = other or one
        if item is None or (item.kind != "table" and item.table in missing_tables):
            continue
        taken = keys if item.kind == "pk" else done
        if {(item.table, name) for name in (item.column, item.name, *item.columns, None)} & taken:
            continue
        by_another_name = {(item.table, item.name), (item.table, item.kind, *item.columns)}
        if item.what != "differs" and by_another_name & named:
            continue
        texts = (_held(one, known=dev is not None), _held(other, known=prod is not None))
        side: Side | None = None if one and other else "prod" if other else "dev"
        first = _first(item, steps)
        yield attribute(_difference(item, texts, side), *first, revisions.get(first[0].revision))


def _paired(dev: Sequence[Drift] | None, prod: Sequence[Drift] | None) -> Iterator[tuple[Drift | None, Drift | None]]:
    """Give what each side has of the same thing; of what both databases have alike, production's word for both."""
    left, right = ({_key(item): item for item in _joined(_without_renames(side or ()))} for side in (dev, prod))
    for key in dict.fromkeys((*left, *right)):
        one, other = left.get(key), right.get(key)
        if dev is not None and prod is not None:
            if (one or right[key]).kind in SAME_ON_BOTH:
                one = other
            elif other is None and one is not None and _is_length(one):
                one = None
        yield one, other


def _difference(item: Drift, texts: tuple[str | None, str | None], side: Side | None) -> Difference:
    return Difference(
        aspect="drift",
        kind=item.kind,
        table=item.table,
        name=item.name,
        column=item.column,
        columns=item.columns,
        dev=texts[0],
        prod=texts[1],
        expected=item.models or ("there" if item.what == "missing" else "none"),
        missing_on=side,
        detail=item.what,
    )


def _is_length(item: Drift) -> bool:
    return item.kind == "type" and all(LENGTH.fullmatch(text or "") for text in (item.database, item.models))


def _places(difference: Difference) -> Iterator[Place]:
    table = difference.table or ""
    if difference.kind == "table":
        yield (table, None)
    cut_to = difference.prod if difference.aspect == "cut" else None
    for name in (difference.column, difference.name, cut_to, *difference.columns):
        if name is not None:
            yield (table, name)


def _named_places(difference: Difference) -> Iterator[tuple[str | None, ...]]:
    """Give the names of a constraint or index, and its kind with its columns: what stands on these is another thing."""
    for name in (difference.name, difference.dev, difference.prod, difference.expected):
        if name is not None:
            yield (difference.table, name)
    yield (
        difference.table,
        difference.detail if difference.kind == "truncation" else difference.kind,
        *difference.columns,
    )


def _key(item: Drift) -> tuple[object, ...]:
    return (item.what, item.kind, item.table, item.name or item.columns)


def _held(item: Drift | None, *, known: bool) -> str | None:
    if item is None:
        return "as the models say" if known else "not compared"
    return item.database or {"missing": "not there", "extra": "there"}.get(item.what)


def _without_renames(items: Sequence[Drift]) -> list[Drift]:
    """Leave out what is only named otherwise, or made as a unique index here and as a constraint there.

    Alembic takes away and adds what differs; where it is known how it differs, that is told, and once.
    """
    extra, missing = ({_does(item) for item in items if item.what == what} for what in ("extra", "missing"))
    told = {(item.table, item.name) for item in items if item.what == "differs" and item.columns}
    again = extra & missing - {None}
    return [
        item
        for item in items
        if item.what == "differs" or (_does(item) not in again and (item.table, item.name) not in told)
    ]


def _does(item: Drift) -> object:
    """Give what a constraint or index does: a unique index and a unique constraint do the same."""
    return (item.table, item.columns, item.kind.replace("uq", "ix")) if item.columns else None


def _joined(items: Sequence[Drift]) -> list[Drift]:
    """Say of an index or constraint once that it is on other columns: Alembic removes it and adds it again."""
    named: dict[tuple[str, str, str, str | None], Drift] = {
        (item.what, item.kind, item.table, item.name): item for item in items if item.name and item.kind in KEYS
    }
    joined = []
    for item in items:
        place = (item.kind, item.table, item.name)
        old, new = named.get(("extra", *place)), named.get(("missing", *place))
        if old is None or new is None:
            joined.append(item)
        elif item is old:
            database, models = (f"on ({', '.join(one.columns) or 'an expression'})" for one in (old, new))
            joined.append(replace(old, what="differs", columns=(), database=database, models=models))
    return joined


def _first(item: Drift, steps: Sequence[tuple[Step, Step]]) -> tuple[Step, Step]:
    """Give the first of the last steps after which production has the thing as it is at the end.

    For what was dropped that is the step that dropped it, for what never was the one that made its table or columns.
    """
    final = _state(item, steps[-1][1])
    first = steps[-1]
    for pair in reversed(steps):
        if _state(item, pair[1]) != final:
            break
        first = pair
    return first


def _state(item: Drift, step: Step) -> object:
    """Give what a step left of the thing that the models have otherwise."""
    table = step.snapshot.tables.get(item.table) if step.snapshot else None
    if table is None or item.kind == "table":
        return table is not None
    if item.column is not None:
        return table.column(item.column)
    columns = tuple(name for name in item.columns if table.column(name))
    constraints = tuple(one for one in table.constraints if one.name == item.name or one.kind == item.kind == "pk")
    return columns, constraints, tuple(one for one in table.indexes if one.name == item.name)
