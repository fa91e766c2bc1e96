"""Two walks, compared: differences with the revision and line that began them. No judgement."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from harness.compare.attribution import attribute
from harness.compare.drift import drift_divergences, settled
from harness.compare.edges import compare_edges
from harness.compare.losses import losses
from harness.compare.models import expected_name, first_with_name, name_differences
from harness.compare.names import cut, same_name, shortened
from harness.compare.probes import compare_probes
from harness.compare.respelling import questioned
from harness.compare.roundtrip import looks_at, round_trip
from harness.compare.row_gaps import rows_not_walked, tables_without_rows
from harness.compare.rows import compare_rows
from harness.compare.timeline import Timeline, paired_steps
from harness.compare.trigger_effects import TriggerEffect, effect_divergence, triggers_of_both
from harness.compare.unseen import is_another, unseen_drift, without_numbering
from harness.compare.views import compare_views
from harness.compare.witnesses import witness_of
from harness.model import Comparison, Divergence, Made, Models, SchemaProgress, Step, Unchecked, Walked
from harness.model.wording import NUMBERS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from harness.model import Drift, Facts, Revision
    from harness.normalise import Answers

__all__ = [
    "TriggerEffect",
    "compare",
    "compare_edges",
    "compare_probes",
    "compare_rows",
    "compare_views",
    "cut",
    "effect_divergence",
    "looks_at",
    "paired_steps",
    "questioned",
    "round_trip",
    "rows_not_walked",
    "same_name",
    "shortened",
    "tables_without_rows",
    "triggers_of_both",
    "witness_of",
]

NOTHING_MADE = Made()


def compare(  # noqa: PLR0913 - the stage takes everything that the stages before it gave
    dev: Walked,
    prod: Walked,
    *,
    revisions: tuple[Revision, ...],
    heads: tuple[str, ...],
    models: Models,
    facts: tuple[Facts, Facts],
    answers: Answers,
    other_way: Walked | None = None,
    drift: tuple[tuple[Drift, ...] | None, tuple[Drift, ...] | None] = ((), ()),
    made: Made = NOTHING_MADE,
    begun: SchemaProgress | None = None,
) -> tuple[Comparison, tuple[Unchecked, ...], SchemaProgress]:
    """Give the comparison of two walks, what could not be compared, and how far it came.

    With `begun` the first revisions have been compared before; the answers need only be those about the others.
    """
    by_id = {revision.id: revision for revision in revisions}
    limit = facts[1].name_bytes
    timeline = Timeline(facts, answers, by_id, begun)
    divergences, unchecked = timeline.run(dev, prod)
    steps = list(paired_steps(dev, prod))
    unseen = tuple(unseen_drift(made.tables, steps[-1], limit, drift)) if steps else ()
    names = [item for item in _against_models(models, steps, by_id, limit) if not is_another(item.difference, unseen)]
    named = (*(_with_expected(item, models, made) for item in divergences), *names)
    if steps:
        left, right = (settled(_with_unseen(side, unseen, made, steps[-1]), models) for side in drift)
        named = (*named, *drift_divergences(left, right, named, steps, by_id), *losses(steps, named, by_id))
    comparison = Comparison(
        revisions=revisions,
        heads=heads,
        dev=dev,
        prod=prod,
        divergences=named,
        models=models,
        name_bytes=limit,
        other_way=other_way,
    )
    return comparison, unchecked, timeline.progress


def _with_unseen(
    side: tuple[Drift, ...] | None, unseen: tuple[Drift, ...], made: Made, last: tuple[Step, Step]
) -> tuple[Drift, ...] | None:
    """Give how the models differ from a side; None stays, as what Alembic sees of it is not known."""
    return None if side is None else (*without_numbering(side, made.tables, last), *unseen)


def _with_expected(divergence: Divergence, models: Models, made: Made) -> Divergence:
    difference = divergence.difference
    if (difference.kind, difference.detail) == ("identity", "numbered"):
        wanted = made.tables[difference.table or ""] if difference.table in made.tables else None
        column = wanted.column(difference.column or "") if wanted is not None else None
        numbers = column is not None and column.numbered and difference.dev == NUMBERS
        return replace(divergence, difference=replace(difference, expected=NUMBERS)) if numbers else divergence
    if difference.aspect not in {"name-differs", "unnamed"}:
        return divergence
    return replace(divergence, difference=replace(difference, expected=expected_name(models, difference)))


def _against_models(
    models: Models, steps: list[tuple[Step, Step]], revisions: dict[str, Revision], limit: int | None
) -> Iterator[Divergence]:
    """Judge names by the models at the last revision; older revisions were written for older models."""
    if not steps:
        return
    dev, prod = steps[-1]
    if dev.snapshot is None or prod.snapshot is None:
        return
    for difference in name_differences(models, dev.snapshot, prod.snapshot, limit):
        first = first_with_name(difference, steps)
        yield attribute(difference, *first, revisions.get(first[0].revision))
