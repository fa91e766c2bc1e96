"""What follows the first walk: the other walks, the questions to the databases, the comparison of all of it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from harness.assessing.asking import answers_about, answers_for
from harness.assessing.reach import aims, drift_unknown, not_reached, not_walked_down, ran_nowhere, unseen_programs
from harness.compare import compare, looks_at, questioned, round_trip
from harness.model import Made
from harness.populating import gaps_of_further, walk_with_rows
from harness.reporting import Part
from harness.walk import SIDES, before_a_label, further_parts, one_go_may_differ, parts_of_one_side

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from harness.cache import Memory
    from harness.config import Settings
    from harness.model import Comparison, Facts, Giver, Revision, SchemaProgress, Side, Unchecked, Walked
    from harness.project import History
    from harness.walk import Session


def assess(  # noqa: PLR0913 - what was walked, and what is known about it
    session: Session,
    settings: Settings,
    walked: dict[Side, Walked],
    history: History,
    facts: tuple[Facts, Facts],
    *,
    giver: Giver | None,
    memory: Memory | None,
) -> list[Part]:
    """Walk in all the other ways that the settings ask for, and compare: the first database, then the further ones."""
    other_way = _walk_the_other_way(session, walked)
    begun = memory.schema_progress if memory is not None else None
    comparison, unchecked, progress = _compare(session, walked, history, facts, other_way=other_way, begun=begun)
    if memory is not None:
        memory.keep_progress(progress)
    further = tuple(_further(session, walked, history, facts))
    if settings.downgrade and all(walked[side].failed is None for side in SIDES):
        comparison, not_walked = _with_round_trips(session, walked, history, comparison, facts)
        unchecked += not_walked
    comparison, unseen = walk_with_rows(session, settings, walked, facts, comparison, giver=giver, memory=memory)
    comparison = replace(comparison, aims=aims(walked["prod"], history, settings.target))
    missing = not_reached(walked, history, settings.baseline_revision, settings.target)
    unchecked += (*unseen, *missing, *parts_of_one_side(walked), *ran_nowhere(history), *unseen_programs(walked))
    return [
        Part(comparison=comparison, unchecked=unchecked),
        *(replace(part, unchecked=(*part.unchecked, *gaps_of_further(settings))) for part in further),
    ]


def _compare(  # noqa: PLR0913 - what was walked, and what is known about it
    session: Session,
    walked: Mapping[Side, Walked],
    history: History,
    facts: tuple[Facts, Facts],
    *,
    part: int = 0,
    other_way: Walked | None = None,
    begun: SchemaProgress | None = None,
) -> tuple[Comparison, tuple[Unchecked, ...], SchemaProgress]:
    """Compare one part of the walks; give what of it could not be compared, and how far the comparison came."""
    models = session.models(part=part)
    drift = [session.drift(side, models, part=part) if walked[side].failed is None else () for side in SIDES]
    made = session.made_by_models(models, part=part) if walked["prod"].failed is None else Made()
    comparison, unchecked, progress = compare(
        walked["dev"],
        walked["prod"],
        revisions=_in_walked_order(history, walked["dev"]),
        heads=history.heads,
        models=models,
        facts=facts,
        answers=answers_for(session, walked, facts, part, begun=begun),
        begun=begun,
        other_way=other_way,
        made=made,
        drift=(None if isinstance(drift[0], str) else drift[0], None if isinstance(drift[1], str) else drift[1]),
    )
    unchecked += (*drift_unknown(drift, made), *walked["dev"].unchecked, *walked["prod"].unchecked)
    return comparison, unchecked, progress


def _walk_the_other_way(session: Session, walked: dict[Side, Walked]) -> Walked | None:
    """Walk production in one go where that may end otherwise; when only that passes, compare that walk."""
    steps = walked["prod"]
    if not one_go_may_differ(steps):
        return None
    one_go = session.walk_in_one_go("prod", look="each" if steps.failed else "last")
    if steps.failed and not one_go.failed and one_go.broken is None:
        walked["prod"] = one_go
        return steps
    label = before_a_label(steps)
    if label is not None and not steps.failed and not one_go.failed:
        later = session.walk_in_one_go("prod", look="last", after=label)
        return later if later.failed else one_go
    return one_go


def _further(
    session: Session, walked: Mapping[Side, Walked], history: History, facts: tuple[Facts, Facts]
) -> Iterator[Part]:
    """Compare the parts after the first."""
    for number, name, dev, prod in further_parts(walked):
        comparison, unchecked, _progress = _compare(session, {"dev": dev, "prod": prod}, history, facts, part=number)
        yield Part(comparison=comparison, unchecked=unchecked, name=name)


def _with_round_trips(
    session: Session,
    walked: Mapping[Side, Walked],
    history: History,
    comparison: Comparison,
    facts: tuple[Facts, Facts],
) -> tuple[Comparison, tuple[Unchecked, ...]]:
    """Walk both databases down and up again; give what that did not restore, and what could not be walked."""
    by_id = {revision.id: revision for revision in history.revisions}
    trips = session.walk_down_and_up()
    looks = looks_at(walked, trips)
    meant = (facts, answers_about(session, questioned(looks), facts))
    found = tuple(round_trip(side, trip, looks, by_id, meant) for side, trip in trips.items())
    return replace(comparison, round_trips=found), tuple(not_walked_down(trips))


def _in_walked_order(history: History, walked: Walked) -> tuple[Revision, ...]:
    """Order the revisions as Alembic ran them; those that were not reached come last."""
    order = {step.revision: number for number, step in enumerate(walked.steps)}
    return tuple(sorted(history.revisions, key=lambda revision: order.get(revision.id, len(order))))
