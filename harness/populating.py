"""The rows' part of a check: plan the walks with rows, run them beside the others, compare what they hold."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import datetime, timezone
from typing import TYPE_CHECKING

from harness.compare import compare_edges, compare_probes, compare_rows, refused_by_both
from harness.errors import UsageError
from harness.model import RowWalk, Unchecked
from harness.populate import RowPlan, generate, row_plan
from harness.walk import SIDES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from harness.config import Settings
    from harness.model import Comparison, Facts, Side, Walked
    from harness.project import History
    from harness.walk import Session

MOST_WALKS = 3
LONG = 100
REBUILT = re.compile(r'\s*ALTER TABLE "?_alembic_tmp_\w+"? RENAME TO "?(\w+)"?', re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Begun:
    """A walk with rows that is under way."""

    plan: RowPlan
    own: bool
    without: tuple[Unchecked, ...]
    wait: Callable[[], dict[Side, Walked]]


def check_rows(settings: Settings, history: History) -> None:
    """Raise UsageError when the rows of the settings belong after a revision that the history does not have."""
    known = [revision.id for revision in history.revisions]
    for item in settings.rows:
        if item["after"] not in known:
            raise UsageError(
                f"The setting rows names a revision that the history does not have: {item['after']!r}",
                why=f"the last revisions are: {', '.join(known[-3:])}",
                next_step='Write the whole identifier of a revision, as it stands in its file: after = "...".',
            )


def begin_walks(
    session: Session, settings: Settings, walked: Mapping[Side, Walked], facts: tuple[Facts, Facts]
) -> list[Begun]:
    """Begin the walks with rows that the settings ask for; `walked` are the ones without."""
    if settings.populate is False or not all(walked[side].steps and walked[side].stepwise for side in SIDES):
        return []
    begun = []
    if settings.rows or settings.probes:
        plan = own_plan(settings)
        begun.append(Begun(plan=plan, own=True, without=(), wait=_begin(session, plan, walked, SIDES)))
    if _too_long(settings, walked):
        return begun
    made = generate(walked["dev"], walked["prod"], facts)
    plan = RowPlan(generated=made.offers, edges=made.edges)
    return [*begun, Begun(plan=plan, own=False, without=made.without, wait=_begin(session, plan, walked, SIDES))]


def rows_left_out(settings: Settings, walked: Mapping[Side, Walked]) -> tuple[Unchecked, ...]:
    """Tell that no rows were generated, where the project has not said that it wants none."""
    if not _too_long(settings, walked):
        return ()
    why = f"the history has more than {LONG} revisions, and rows double the time: ask for them with --rows"
    return (Unchecked(what="generated rows", why=why),)


def _too_long(settings: Settings, walked: Mapping[Side, Walked]) -> bool:
    return settings.populate is None and len(walked["dev"].steps) > LONG


def own_plan(settings: Settings) -> RowPlan:
    """Give the plan of the project's own rows and probes."""
    statements: dict[str, tuple[str, ...]] = {}
    for item in settings.rows:
        statements[item["after"]] = (*statements.get(item["after"], ()), *item["statements"])
    return RowPlan(statements=statements, probes=tuple(item["statement"] for item in settings.probes))


def finish_walks(
    begun: list[Begun],
    session: Session,
    walked: Mapping[Side, Walked],
    facts: tuple[Facts, Facts],
    comparison: Comparison,
) -> tuple[Comparison, tuple[Unchecked, ...]]:
    """Wait for the walks with rows and compare them; give the comparison with them, and what could not be compared."""
    revisions = {revision.id: revision for revision in comparison.revisions}
    now = datetime.now(timezone.utc).replace(tzinfo=None)
    walks: list[tuple[RowPlan, RowWalk]] = []
    for one in begun:
        found = one.wait()
        walks.append((one.plan, RowWalk(dev=found["dev"], prod=found["prod"], own=one.own, unusual=not one.own)))
        if not one.own:
            walks.extend(_again(session, walked, found, facts))
        if _foreign_keys_matter(found["dev"], walked["dev"]):
            plan = replace(one.plan, foreign_keys=True, probes=(), edges=())
            forced = _begin(session, plan, walked, SIDES[:1])()
            walks.append((plan, RowWalk(dev=forced["dev"], prod=found["prod"], own=one.own, forced=True)))
    compared = []
    for plan, walk in walks:
        rows = compare_rows(walk, walked["dev"], walked["prod"], revisions=revisions, facts=facts, now=now)
        probed = compare_probes(rows, walked["dev"], walked["prod"], revisions=revisions, now=now)
        places = [(edge.kind, edge.table, edge.column, edge.sql is not None) for edge in plan.edges]
        compared.append(compare_edges(probed, places, walked["dev"], walked["prod"], revisions=revisions, now=now))
    return replace(comparison, row_walks=tuple(compared)), tuple(_unchecked(compared, begun, walked))


def _again(
    session: Session, walked: Mapping[Side, Walked], found: Mapping[Side, Walked], facts: tuple[Facts, Facts]
) -> Iterator[tuple[RowPlan, RowWalk]]:
    """Where rows made a revision fail, walk with tame ones, and then with rows that come after that revision only."""
    begin_after: str | None = None
    for _ in range(MOST_WALKS):
        failed = next((one.failed for side, one in found.items() if one.failed and not walked[side].failed), None)
        if failed is None or failed.revision == begin_after:
            return
        made = generate(walked["dev"], walked["prod"], facts, begin_after=begin_after, tame=True)
        plan = RowPlan(generated=made.offers, edges=made.edges)
        found = _begin(session, plan, walked, SIDES)()
        yield plan, RowWalk(dev=found["dev"], prod=found["prod"], own=False)
        begin_after = next((one.failed.revision for one in found.values() if one.failed), None)


def _begin(
    session: Session, plan: RowPlan, walked: Mapping[Side, Walked], sides: tuple[Side, ...]
) -> Callable[[], dict[Side, Walked]]:
    return session.begin_with_rows({side: row_plan(walked[side], plan) for side in sides})


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


def _unchecked(walks: list[RowWalk], begun: list[Begun], walked: Mapping[Side, Walked]) -> Iterator[Unchecked]:
    """Tell what the walks with rows leave unseen: of those with generated rows the last one got farthest."""
    for own, whose in ((True, "the project's rows"), (False, "generated rows")):
        walk = next((item for item in reversed(walks) if item.own == own and not item.forced), None)
        if walk is None:
            continue
        yield from refused_by_both(walk)
        for side, with_rows in zip(SIDES, (walk.dev, walk.prod), strict=True):
            missing = len(walked[side].steps) - sum(step.status == "ok" for step in with_rows.steps)
            failed = with_rows.failed
            if missing and walked[side].failed is None:
                why = f"revision {failed.revision} fails on them" if failed else "the walk with them ended early"
                yield Unchecked(what=f"{whose} after the last {missing} revisions on {side}", why=why)
    yield from (item for one in begun for item in one.without)
