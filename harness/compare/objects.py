"""Differences between what two snapshots hold beside the tables, and what of it is not compared."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from harness.compare.triggers import paired_triggers, regrouped_triggers, trigger_differences
from harness.model import Difference, Unchecked
from harness.model.wording import listed
from harness.normalise import paired_views, query_of, view_meaning

if TYPE_CHECKING:
    from collections.abc import Iterator

    from harness.model import SchemaObject, Snapshot
    from harness.normalise import Answers

BESIDE = {"view": "view", "materialized view": "view", "trigger": "trigger"}
ALONE = {
    "function": "functions",
    "sequence": "sequences",
    "rule": "rules",
    "policy": "policies",
    "partition": "partitions",
}
SIZES = ("smallint", "integer", "bigint")
Identity = tuple[str, str | None, str]


def object_differences(dev: Snapshot, prod: Snapshot, answers: Answers) -> Iterator[Difference]:
    """Give the views and triggers that differ. Those on a table that is missing too are its consequence."""
    yield from _missing(dev, prod)
    for one, other in paired_views(dev, prod):
        texts: tuple[str, str] | None = None
        if _named_otherwise(one.columns, other.columns):
            texts = (f"the columns {', '.join(one.columns)}", f"the columns {', '.join(other.columns)}")
        elif _selects_otherwise(one, other, prod, answers):
            texts = (f"the query {query_of(one.definition)}", f"the query {query_of(other.definition)}")
        if texts is not None:
            yield Difference(
                aspect="differs",
                kind="view",
                table=one.name,
                name=one.name,
                dev=texts[0],
                prod=texts[1],
                detail=_summary(one),
            )
    yield from trigger_differences(dev, prod)
    yield from _short_sequences(prod)


def unknown_objects(dev: Snapshot, prod: Snapshot, answers: Answers) -> Iterator[Unchecked]:
    """Give what beside the tables could not be compared, and why."""
    for one, other in paired_views(dev, prod):
        reasons = [view_meaning(item.definition, prod, answers.spelled) for item in (one, other)]
        why = next((reason for meaning, reason in reasons if meaning is None), None)
        if why is not None and not _named_otherwise(one.columns, other.columns):
            yield Unchecked(what=f"the query of the view {one.name}", why=why)
    for one, _other in paired_triggers(dev, prod):
        what = f"what the trigger {one.name} of {one.table} does"
        yield Unchecked(what=what, why="each database has a language of its own for it")
    for left, right in regrouped_triggers(dev, prod):
        names = listed(item.name for item in (*left, *right))
        why = "each database has other ones, which together act on the same events"
        yield Unchecked(what=f"what the triggers {names} of {left[0].table} do", why=why)
    for kind, plural in ALONE.items():
        alone = sorted(item.name for item in prod.objects if item.kind == kind and not _belongs(item, prod))
        if alone:
            what = f"the {kind if len(alone) == 1 else plural} {listed(alone)} of prod"
            yield Unchecked(what=what, why="SQLite has no such thing")


def _short_sequences(prod: Snapshot) -> Iterator[Difference]:
    """Give the sequences that end before their column does; SQLite numbers with 64 bits whatever the type."""
    for item in prod.objects:
        table = prod.tables.get(item.table or "")
        for name in item.columns if item.kind == "sequence" and table else ():
            column = table.column(name) if table else None
            if column is not None and _is_shorter(item.definition or "", column.type):
                yield Difference(
                    aspect="differs",
                    kind="sequence",
                    table=item.table,
                    name=item.name,
                    column=name,
                    columns=(name,),
                    dev="64 bits",
                    prod=item.definition,
                    detail=column.type,
                )


def _is_shorter(numbers: str, column: str) -> bool:
    return numbers in SIZES and column in SIZES and SIZES.index(numbers) < SIZES.index(column)


def _missing(dev: Snapshot, prod: Snapshot) -> Iterator[Difference]:
    left, right = ({_identity(item): item for item in side.objects if item.kind in BESIDE} for side in (dev, prod))
    apart: set[Identity] = {("view", None, name) for name in dev.tables.keys() | prod.tables.keys()}
    apart |= {_identity(item) for sides in regrouped_triggers(dev, prod) for side in sides for item in side}
    for identity in sorted((left.keys() ^ right.keys()) - apart, key=str):
        on_dev = identity in left
        item = left[identity] if on_dev else right[identity]
        if item.table is not None and not (_has(dev, item.table) and _has(prod, item.table)):
            continue
        yield Difference(
            aspect="missing",
            kind=BESIDE[item.kind],
            table=item.table or item.name,
            name=item.name,
            dev=_summary(item) if on_dev else None,
            prod=None if on_dev else _summary(item),
            missing_on="prod" if on_dev else "dev",
        )


def _has(snapshot: Snapshot, name: str) -> bool:
    """Tell whether there is a table or a view of that name: a trigger may stand on either."""
    views = (item.name for item in snapshot.objects if BESIDE.get(item.kind) == "view")
    return name in snapshot.tables or name in views


def _named_otherwise(dev: tuple[str, ...], prod: tuple[str, ...]) -> bool:
    """Compare the columns of a view; what neither the query nor a table names, each database names in its own way."""
    if not dev or not prod:
        return False
    if len(dev) != len(prod):
        return True
    named = [pair for pair in zip(dev, prod, strict=True) if all(name.isidentifier() for name in pair)]
    return any(one.lower() != other.lower() for one, other in named)


def _selects_otherwise(one: SchemaObject, other: SchemaObject, prod: Snapshot, answers: Answers) -> bool:
    meanings = [view_meaning(item.definition, prod, answers.spelled)[0] for item in (one, other)]
    return None not in meanings and meanings[0] != meanings[1]


def _belongs(item: SchemaObject, prod: Snapshot) -> bool:
    """Tell whether a sequence is that of a column, and a function what a trigger does."""
    if item.kind == "function":
        calls = re.compile(rf"EXECUTE FUNCTION (?:\S+\.)?\"?{re.escape(item.name)}\"?\(")
        return any(calls.search(other.definition or "") for other in prod.objects if other.kind == "trigger")
    return item.kind == "sequence" and item.table is not None


def _identity(item: SchemaObject) -> Identity:
    return (BESIDE[item.kind], item.table, item.name)


def _summary(item: SchemaObject) -> str:
    return " ".join((item.definition or item.kind).split())
