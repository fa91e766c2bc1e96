"""What views give of the rows at the head, where all tables hold the same rows on both sides."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from harness.compare.attribution import attribute
from harness.compare.edges import tried_at
from harness.compare.probes import statement_outcomes
from harness.model import MOST_ROWS, Difference
from harness.normalise.stored import small_beyond_ascii

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from harness.compare.edges import Place
    from harness.model import Divergence, Revision, RowWalk, SchemaObject, Step, Trial, Value, Walked

MOMENT = re.compile(r"-?(\d{4}-\d\d-\d\d[ T].*|(\d+ days?, )?\d+:\d\d:\d\d.*)")
"""A value that each driver gives in its own way, by the zone of the session: a view's columns have no known types."""


def compare_views(
    walk: RowWalk,
    places: Iterable[Place],
    steps: tuple[Walked, Walked],
    *,
    revisions: Mapping[str, Revision],
    now: datetime,
) -> RowWalk:
    """Add the views that give other rows; `steps` are the walks without rows, which know the schemas."""
    if not walk.same_rows:
        return walk
    found: list[Divergence] = []
    for (_kind, name, _column, _tried), pair in tried_at(walk, places, views=True):
        texts = _outcomes(pair, now) if pair is not None else None
        if texts is not None:
            one, other = _first_with(name, *steps)
            difference = Difference(
                aspect="values-differ", kind="view", table=name, name=name, dev=texts[0], prod=texts[1]
            )
            found.append(attribute(difference, one, other, revisions.get(one.revision)))
    return replace(walk, found=(*walk.found, *found))


def _outcomes(pair: tuple[Trial, Trial], now: datetime) -> tuple[str, str] | None:
    """Give the rows that only one side gives, of those columns that can be compared without their types."""
    dev, prod = (trial.rows or () for trial in pair)
    if any(len(trial.rows or ()) >= MOST_ROWS for trial in pair):
        return None
    unlike = {n for row in (*dev, *prod) for n, value in enumerate(row) if MOMENT.fullmatch(str(value))}
    one, other = (replace(trial, rows=_without(trial, unlike)) for trial in pair)
    return statement_outcomes(one, other, now)


def _without(trial: Trial, places: set[int]) -> tuple[tuple[Value, ...], ...] | None:
    """Leave out columns, and what the engines do to letters and CHAR: that is told of each column of the tables."""
    if trial.rows is None:
        return None
    return tuple(tuple(_text(value) for number, value in enumerate(row) if number not in places) for row in trial.rows)


def _text(value: Value) -> Value:
    return small_beyond_ascii(value).rstrip(" ") if isinstance(value, str) else value


def _first_with(name: str, dev: Walked, prod: Walked) -> tuple[Step, Step]:
    """Give the first of the last steps after which production has the view as it is at the end."""
    pairs = list(zip(dev.steps, prod.steps, strict=False))
    first, final = pairs[-1], _view(name, pairs[-1][1])
    for pair in reversed(pairs):
        if _view(name, pair[1]) != final:
            break
        first = pair
    return first


def _view(name: str, step: Step) -> SchemaObject | None:
    objects = step.snapshot.objects if step.snapshot else ()
    return next((item for item in objects if item.kind == "view" and item.name == name), None)
