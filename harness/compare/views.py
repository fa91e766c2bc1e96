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

UNLIKE = re.compile(r'-?(\d{4}-\d\d-\d\d[ T].*|(\d+ days?, )?\d+:\d\d:\d\d.*)|".*"|true|false|null|[\[{].*', re.DOTALL)
"""Moments, intervals and JSON, which each driver gives in its own way: the types of a view's columns are not known."""

Compared = tuple[tuple[str, ...], tuple[str, str]]


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
        view = _view(name, steps[1].steps[-1])
        compared = rows_compared(pair, view.columns if view else (), now) if pair is not None else None
        if compared is not None:
            columns, (dev, prod) = compared
            one, other = _first_with(name, *steps)
            difference = Difference(
                aspect="values-differ", kind="view", table=name, name=name, columns=columns, dev=dev, prod=prod
            )
            found.append(attribute(difference, one, other, revisions.get(one.revision)))
    return replace(walk, found=(*walk.found, *found))


def rows_compared(pair: tuple[Trial, Trial], names: tuple[str, ...], now: datetime) -> Compared | None:
    """Give the columns that differ, with the texts of both sides, of those that can be compared without their types."""
    if any(len(trial.rows or ()) >= MOST_ROWS for trial in pair):
        return None
    dev, prod = (len(trial.rows[0]) if trial.rows else 0 for trial in pair)
    if dev and prod and dev != prod:  # SQLite expands `SELECT *` when the view is read
        return (), (f"gives {dev} columns", f"gives {prod} columns")
    rows = [row for trial in pair for row in trial.rows or ()]
    unlike = {n for row in rows for n, value in enumerate(row) if UNLIKE.fullmatch(str(value))}
    places = [n for n in range(max(map(len, rows), default=0)) if n not in unlike]
    alone = [n for n in places if _outcomes(pair, [n], now) is not None]
    texts = _outcomes(pair, alone or places, now)
    known = tuple(names[n] for n in alone if n < len(names))
    return (known, texts) if texts is not None else None


def _outcomes(pair: tuple[Trial, Trial], places: list[int], now: datetime) -> tuple[str, str] | None:
    one, other = (_only(trial, places) for trial in pair)
    texts = statement_outcomes(one, other, now)
    if texts is None or (one.error is None and other.error is None):
        return texts
    dev, prod = (f"is {trial.outcome}" if trial.error is not None else "gives rows" for trial in pair)
    return dev, prod


def _only(trial: Trial, places: list[int]) -> Trial:
    """Leave out columns, and what the engines do to letters and CHAR: that is told of each column of the tables."""
    if trial.rows is None:
        return trial
    return replace(trial, rows=tuple(tuple(_text(row[n]) for n in places if n < len(row)) for row in trial.rows))


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
