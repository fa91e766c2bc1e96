"""The rows' part of a check: plan the walks with rows, run them beside the others, compare what they hold."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import datetime, timezone
from typing import TYPE_CHECKING

from harness.cache import FORCED, ROWS
from harness.compare import (
    compare_edges,
    compare_probes,
    compare_rows,
    compare_views,
    rows_not_walked,
    tables_without_rows,
)
from harness.model import RowWalk, Unchecked
from harness.populate import RowPlan, generate, row_plan, with_readings
from harness.walk import SIDES
from harness.witnessing import trigger_effects, with_witnesses

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from harness.cache import Memory
    from harness.config import Settings
    from harness.model import Comparison, Divergence, Facts, Giver, Side, Step, Walked
    from harness.populate import Generated
    from harness.populate.plan import Spec
    from harness.walk import RowStart, Session

MOST_WALKS = 6
NOT_WANTED = Unchecked(what="rows, and statements on them", why="they were turned off (--no-rows, or populate = false)")
NOT_THERE = Unchecked(what="rows, and statements on them", why="they go into the first database only")
NOTHING_RAN = Unchecked(what="rows, and statements on them", why="no revision ran on both databases")
REBUILT = re.compile(r'\s*ALTER TABLE "?_alembic_tmp_\w+"? RENAME TO "?(\w+)"?', re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """A walk with rows and what was put in. `kind` is what it is called in the cache; None where it is not kept."""

    plan: RowPlan
    walk: RowWalk
    kind: str | None = None


def walk_with_rows(  # noqa: PLR0913 - the walks without rows, and what goes into those with them
    session: Session,
    settings: Settings,
    walked: Mapping[Side, Walked],
    facts: tuple[Facts, Facts],
    comparison: Comparison,
    *,
    giver: Giver | None = None,
    memory: Memory | None = None,
) -> tuple[Comparison, tuple[Unchecked, ...]]:
    """Walk with the rows that the settings ask for; give the comparison with them, and what could not be compared.

    `walked` are the walks without rows, whose databases are kept as they are.
    """
    if not settings.populate:
        return comparison, (NOT_WANTED,)
    if not all(walked[side].steps for side in SIDES):
        return comparison, (NOTHING_RAN,)
    walks: list[Done] = []
    if settings.rows or settings.probes or giver:
        plan = own_plan(settings, giver)
        found = _walk(session, plan, walked, SIDES, giver)
        walks.append(Done(plan=plan, walk=RowWalk(dev=found["dev"], prod=found["prod"], own=True)))
        walks.extend(_with_foreign_keys(session, walks[-1], walked, giver))
    made = generate(walked["dev"], walked["prod"], facts)
    walks.extend(_generated(session, made, walked, facts, memory))
    effects: tuple[Divergence, ...] = ()
    tried = len(walks) - 1
    if all(_complete(one, walked) for one in (walks[tried].walk.dev, walks[tried].walk.prod)):
        comparison = with_witnesses(session, comparison, walks[tried].plan.heads)
        effects = trigger_effects(session, comparison, walks[tried].plan.heads)
    walks.extend(_with_foreign_keys(session, walks[tried], walked, memory=memory))
    compared = tuple(_compared(done, walked, comparison, facts, memory) for done in walks)
    if effects and compared[tried].same_rows:
        comparison = replace(comparison, divergences=(*comparison.divergences, *effects))
    without = tables_without_rows(compared, walked, made.without)
    left_out = (*rows_not_walked(compared, walked), *made.without, *without)
    return replace(comparison, row_walks=compared), left_out


def gaps_of_further(settings: Settings) -> tuple[Unchecked, ...]:
    """Give what is not checked in the databases of env.py after the first one, for want of rows in them."""
    return (NOT_THERE if settings.populate else NOT_WANTED,)


def own_plan(settings: Settings, giver: Giver | None = None) -> RowPlan:
    """Give the plan of the project's own rows and probes."""
    statements: dict[str, tuple[str, ...]] = {}
    for item in settings.rows:
        statements[item["after"]] = (*statements.get(item["after"], ()), *item["statements"])
    return RowPlan(
        statements=statements,
        given=giver.revisions if giver else frozenset(),
        probes=tuple(item["statement"] for item in settings.probes),
    )


def _generated(
    session: Session,
    made: Generated,
    walked: Mapping[Side, Walked],
    facts: tuple[Facts, Facts],
    memory: Memory | None,
) -> Iterator[Done]:
    """Walk with varied rows, and again with others where a revision fails over them."""
    plan = RowPlan(generated=made.offers, edges=made.edges, heads=made.heads)
    found = _walk(session, plan, walked, SIDES, memory=memory, kind=ROWS)
    yield Done(plan=plan, walk=RowWalk(dev=found["dev"], prod=found["prod"], own=False, unusual=True), kind=ROWS)
    yield from _again(session, walked, found, facts)


def _with_foreign_keys(
    session: Session,
    last: Done,
    walked: Mapping[Side, Walked],
    giver: Giver | None = None,
    *,
    memory: Memory | None = None,
) -> Iterator[Done]:
    """Walk SQLite once more with its foreign keys on, where the project leaves them off and that matters."""
    walk = last.walk
    if _foreign_keys_matter(walk.dev, walked["dev"]):
        kind = FORCED if last.kind == ROWS else None
        plan = replace(last.plan, foreign_keys=True, probes=(), edges=())
        forced = _walk(session, plan, walked, SIDES[:1], giver, memory=memory, kind=kind)
        yield Done(plan=plan, walk=RowWalk(dev=forced["dev"], prod=walk.prod, own=walk.own, forced=True), kind=kind)


def _complete(with_rows: Walked, walked: Mapping[Side, Walked]) -> bool:
    steps = walked[with_rows.side].steps
    return len(with_rows.steps) == len(steps) and with_rows.failed is None and with_rows.broken is None


def _compared(
    done: Done,
    walked: Mapping[Side, Walked],
    comparison: Comparison,
    facts: tuple[Facts, Facts],
    memory: Memory | None,
) -> RowWalk:
    revisions = {revision.id: revision for revision in comparison.revisions}
    now = datetime.now(timezone.utc).replace(tzinfo=None)
    dev, prod = walked["dev"], walked["prod"]
    begun = memory.row_progress(done.kind) if memory is not None else None
    rows, progress = compare_rows(done.walk, dev, prod, revisions=revisions, facts=facts, now=now, begun=begun)
    if memory is not None:
        memory.keep_row_progress(done.kind, progress)
    probed = compare_probes(rows, dev, prod, revisions=revisions, now=now)
    places = [(edge.kind, edge.table, edge.column, edge.sql is not None) for edge in done.plan.edges]
    viewed = compare_views(probed, places, (dev, prod), revisions=revisions, now=now)
    return compare_edges(viewed, places, dev, prod, revisions=revisions, now=now)


def _again(
    session: Session, walked: Mapping[Side, Walked], found: Mapping[Side, Walked], facts: tuple[Facts, Facts]
) -> Iterator[Done]:
    """Where rows made a revision fail, walk with tame ones, and then with rows that come after that revision only."""
    begin_after: str | None = None
    for number in range(MOST_WALKS):
        failed = next((one.failed for side, one in found.items() if one.failed and not walked[side].failed), None)
        if failed is None or failed.revision == begin_after:
            return
        begin_after = failed.revision if number else None
        made = generate(walked["dev"], walked["prod"], facts, begin_after=begin_after, tame=True)
        plan = RowPlan(generated=made.offers, edges=made.edges, heads=made.heads)
        found = _walk(session, plan, walked, SIDES)
        yield Done(plan=plan, walk=RowWalk(dev=found["dev"], prod=found["prod"], own=False))


def _walk(  # noqa: PLR0913 - what is walked, and what is known of it
    session: Session,
    plan: RowPlan,
    walked: Mapping[Side, Walked],
    sides: tuple[Side, ...],
    giver: Giver | None = None,
    *,
    memory: Memory | None = None,
    kind: str | None = None,
) -> dict[Side, Walked]:
    """Walk, and replay what cannot depend on rows. Where that fails, only the revisions themselves tell how."""
    plans = {side: row_plan(walked[side], plan) for side in sides}
    kept = memory.row_walk(kind, plans) if memory is not None else None

    def plan_for(side: Side, start: RowStart | None) -> Spec:
        plans[side] = with_readings(plans[side], walked[side], len(start.steps) if start is not None else 0)
        return plans[side]

    found = dict(kept.failed) if kept is not None else {}
    found = found or session.walk_with_rows(sides, plan_for, giver, kept.starts if kept is not None else None)
    if plan.foreign_keys or all(one.failed is None and one.broken is None for one in found.values()):
        if memory is not None:
            memory.keep_rows(session, kind, plans, found)
        return {side: _with_operations(one, walked[side]) for side, one in found.items()}
    plans = {side: row_plan(walked[side], replace(plan, replay=False)) for side in sides}
    return session.walk_with_rows(sides, plan_for, giver)


def _with_operations(with_rows: Walked, plain: Walked) -> Walked:
    """Give a walk the operations and lines of the revisions whose statements it replayed."""
    known = {step.revision: step for step in plain.steps if step.statements is not None}
    return replace(with_rows, steps=tuple(_as_it_ran(step, known.get(step.revision)) for step in with_rows.steps))


def _as_it_ran(step: Step, plain: Step | None) -> Step:
    if plain is None:
        return step
    failure = step.failure
    if failure is None:
        return replace(step, operations=plain.operations)
    text = (failure.statement or "").strip()
    texts = [(operation.statement or "").strip() for operation in plain.operations]
    ran = plain.operations[: texts.index(text) + 1] if text in texts else ()
    line = failure.line or (ran[-1].line if ran else None)
    operation = next((item for item in reversed(ran) if item.table), None)
    return replace(step, operations=ran, failure=replace(failure, line=line, operation=operation))


def _foreign_keys_matter(with_rows: Walked, plain: Walked) -> bool:
    """Tell whether a table that others refer to is rebuilt, in a history that was walked with foreign keys off."""
    if any(step.rows is not None and step.rows.foreign_keys for step in with_rows.steps):
        return False
    referred: set[str] = set()
    for step in plain.steps:
        rebuilt = {match[1] for op in step.operations if op.statement and (match := REBUILT.match(op.statement))}
        if rebuilt & referred:
            return True
        for table in step.snapshot.tables.values() if step.snapshot else ():
            if table.name in (step.snapshot.changed if step.snapshot else ()):
                referred |= {item.referred_table or "" for item in table.constraints if item.kind == "fk"}
    return False
