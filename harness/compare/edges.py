"""What the engines do at the edges of the types: columns of one kind, and the statement that shows it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from harness.compare.attribution import attribute
from harness.compare.probes import beginnings, statement_difference
from harness.model import VIEW

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import datetime

    from harness.model import Difference, Revision, RowWalk, Trial, Walked

Place = tuple[str, str, str, bool]
"""The kind, the table, the column, and whether a statement was tried for it."""


def compare_edges(  # noqa: PLR0913 - the walk with rows, the walk without, and what reading both takes
    walk: RowWalk,
    places: Iterable[Place],
    dev: Walked,
    prod: Walked,
    *,
    revisions: Mapping[str, Revision],
    now: datetime,
) -> RowWalk:
    """Add the columns of each kind that a statement has shown to differ, those with their own statement first."""
    head = prod.steps[-1].snapshot if prod.steps else None
    trials = list(tried_at(walk, places))
    if head is None or not any(pair for _place, pair in trials):
        return walk
    shown: dict[str, Difference] = {}
    concerned: list[Place] = []
    for (kind, table, column, tried), pair in trials:
        difference = statement_difference(*pair, head, now)[0] if pair is not None else None
        if difference is not None and kind not in shown:
            shown[kind] = _of_column(difference, kind, table, column)
        if difference is not None or not tried:
            concerned.append((kind, table, column, tried))
    first_with = beginnings(dev, prod)
    found = [
        attribute(difference, *steps, revisions.get(steps[0].revision))
        for difference in _all_columns(shown, concerned)
        for steps in (first_with(difference),)
    ]
    return replace(walk, found=(*walk.found, *found))


def tried_at(
    walk: RowWalk, places: Iterable[Place], *, views: bool = False
) -> Iterator[tuple[Place, tuple[Trial, Trial] | None]]:
    """Give each place with what both sides did with its statement, where there was one: `views`, or all others."""
    ends = [walked.steps[-1].rows if walked.steps else None for walked in (walk.dev, walk.prod)]
    dev, prod = (end.edges if end is not None else () for end in ends)
    trials = iter(zip(dev, prod, strict=False))
    for place in places:
        pair = next(trials, None) if place[3] else None
        if views == (place[0] == VIEW):
            yield place, pair


def _of_column(difference: Difference, kind: str, table: str, column: str) -> Difference:
    return replace(
        difference, aspect="engine-differs", table=table, name=column, column=column, columns=(column,), detail=kind
    )


def _all_columns(shown: dict[str, Difference], places: list[Place]) -> Iterator[Difference]:
    for kind, first in shown.items():
        yield first
        for other, table, column in dict.fromkeys(place[:3] for place in places):
            if other == kind and (table, column) != (first.table, first.column):
                alike = _of_column(first, kind, table, column)
                yield replace(alike, dev=_outcome(first.dev), prod=_outcome(first.prod), statement=None)


def _outcome(text: str | None) -> str | None:
    """Give "refused" without the database's words, which name the column that the statement was tried on."""
    return text and text.partition(":")[0]
