"""The whole tool, top to bottom: a directory and settings in, a report out."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from harness import databases
from harness.compare import compare, round_trip
from harness.databases import Backend
from harness.errors import ProjectError
from harness.extensions import load_extensions
from harness.model import Comparison, Made, Side, Walked
from harness.populating import check_rows, gaps_of_further, walk_with_rows
from harness.project import check_baseline, check_since, check_target, discover, read_history
from harness.reporting import Part, report_of, report_of_defects, without_schemas
from harness.rules import all_rules, check_selection, selected, settle
from harness.walk import (
    SIDES,
    Session,
    WalkOptions,
    aims,
    answers_for,
    drift_unknown,
    further_parts,
    not_reached,
    not_walked_down,
    one_go_may_differ,
    parts_of_one_side,
    raise_if_nothing_ran,
    ran_nowhere,
    read_models,
    unheard,
    unseen_programs,
)

if TYPE_CHECKING:
    from pathlib import Path

    from harness.config import Settings
    from harness.databases import Database, Server
    from harness.model import Facts, Finding, Giver, Models, Report, Revision, Unchecked
    from harness.project import History, Project

BACKENDS: dict[Side, str] = {"dev": "sqlite", "prod": "postgresql"}
Progress = Callable[[Side, str, str], None]
Plan = Callable[["History", str], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """A finished check whose servers still run: what it gave, and each side's database (migrated, without rows)."""

    report: Report
    servers: Mapping[Side, Server]
    databases: Mapping[Side, Database]
    comparison: Comparison | None = None


def check(directory: Path, settings: Settings, progress: Progress | None = None, planned: Plan | None = None) -> Report:
    """Walk the project's history on both databases and judge what differs.

    `planned` is called once with the history and the target, before a server is started; `progress` from two threads,
    with the side, the revision and "started", "ok" or "failed". Raises ParityError when the check could not run.
    """
    with checking(directory, settings, progress, planned) as checked:
        return checked.report


@contextmanager
def checking(
    directory: Path,
    settings: Settings,
    progress: Progress | None = None,
    planned: Plan | None = None,
    giver: Giver | None = None,
) -> Iterator[Checked]:
    """Check, and keep the servers and the migrated databases while the context is open. Raises as `check` does.

    `giver` is code of the project that writes rows after some revisions.
    """
    judging = settings.judging(directory)
    project = discover(directory, settings.hints())
    history = read_history(project)
    if history.defects:
        yield Checked(report=report_of_defects(project, history, BACKENDS, judging), servers={}, databases={})
        return
    _check_settings(settings, history, giver)
    if planned is not None:
        planned(history, settings.target)
    with ExitStack() as stack:
        backends = load_extensions(databases, "BACKEND", Backend)
        servers = _start(stack, backends, settings)
        session = stack.enter_context(Session(project, servers, _walk_options(project, settings), progress or unheard))
        walked = session.walk()
        raise_if_nothing_ran(walked, project, interpreter(project, settings))
        facts = (backends[BACKENDS["dev"]].facts, backends[BACKENDS["prod"]].facts)
        parts = _parts(session, settings, walked, history, facts, giver=giver)
        report = report_of(project, servers, parts, judging)
        first = parts[0].comparison
        yield Checked(report=report, servers=servers, databases=session.databases, comparison=first)


def _parts(  # noqa: PLR0913 - what was walked, and what is known about it
    session: Session,
    settings: Settings,
    walked: dict[Side, Walked],
    history: History,
    facts: tuple[Facts, Facts],
    *,
    giver: Giver | None,
) -> list[Part]:
    """Walk in all the other ways that the settings ask for, and compare: the first database, then the further ones."""
    other_way = _walk_the_other_way(session, walked)
    comparison, unchecked = _compare(session, walked, history, facts, other_way=other_way)
    further = tuple(_further(session, walked, history, facts))
    if settings.downgrade and all(walked[side].failed is None for side in SIDES):
        comparison, not_walked = _with_round_trips(session, walked, history, comparison)
        unchecked += not_walked
    comparison, unseen = walk_with_rows(session, settings, walked, facts, comparison, giver=giver)
    comparison = replace(comparison, aims=aims(walked["prod"], history, settings.target))
    missing = not_reached(walked, history, settings.baseline_revision, settings.target)
    unchecked += (*unseen, *missing, *parts_of_one_side(walked), *ran_nowhere(history), *unseen_programs(walked))
    return [
        Part(comparison=comparison, unchecked=unchecked),
        *(replace(part, unchecked=(*part.unchecked, *gaps_of_further(settings))) for part in further),
    ]


def _check_settings(settings: Settings, history: History, giver: Giver | None) -> None:
    """Raise UsageError for a setting that names what is not there, before anything is started."""
    check_target(history, settings.target)
    check_baseline(history, settings.baseline_revision)
    check_since(history, settings.since)
    check_selection(settings.selection(), all_rules())
    check_rows(settings, history, giver)


def _compare(  # noqa: PLR0913 - what was walked, and what is known about it
    session: Session,
    walked: Mapping[Side, Walked],
    history: History,
    facts: tuple[Facts, Facts],
    *,
    part: int = 0,
    other_way: Walked | None = None,
) -> tuple[Comparison, tuple[Unchecked, ...]]:
    """Compare one part of the walks, and give what of it could not be compared."""
    models = session.models(part=part)
    drift = [session.drift(side, models, part=part) if walked[side].failed is None else () for side in SIDES]
    made = session.made_by_models(models, part=part) if walked["prod"].failed is None else Made()
    comparison, unchecked = compare(
        walked["dev"],
        walked["prod"],
        revisions=_in_walked_order(history, walked["dev"]),
        heads=history.heads,
        models=models,
        facts=facts,
        answers=answers_for(session, walked, facts, part),
        other_way=other_way,
        made=made,
        drift=(None if isinstance(drift[0], str) else drift[0], None if isinstance(drift[1], str) else drift[1]),
    )
    return comparison, (*unchecked, *drift_unknown(drift, made), *walked["dev"].unchecked, *walked["prod"].unchecked)


def _walk_the_other_way(session: Session, walked: dict[Side, Walked]) -> Walked | None:
    """Walk production in one go where that may end otherwise; when only that passes, compare that walk."""
    steps = walked["prod"]
    if not one_go_may_differ(steps):
        return None
    one_go = session.walk_in_one_go("prod", look="each" if steps.failed else "last")
    if steps.failed and not one_go.failed and one_go.broken is None:
        walked["prod"] = one_go
        return steps
    return one_go


def _further(
    session: Session, walked: Mapping[Side, Walked], history: History, facts: tuple[Facts, Facts]
) -> Iterator[Part]:
    """Compare the parts after the first."""
    for number, name, dev, prod in further_parts(walked):
        comparison, unchecked = _compare(session, {"dev": dev, "prod": prod}, history, facts, part=number)
        yield Part(comparison=comparison, unchecked=unchecked, name=name)


def _with_round_trips(
    session: Session, walked: Mapping[Side, Walked], history: History, comparison: Comparison
) -> tuple[Comparison, tuple[Unchecked, ...]]:
    """Walk both databases down and up again; give what that did not restore, and what could not be walked."""
    by_id = {revision.id: revision for revision in history.revisions}
    trips = session.walk_down_and_up()
    found = tuple(round_trip(walked[side], down, up, by_id) for side, (down, up) in trips.items())
    return replace(comparison, round_trips=found), tuple(not_walked_down(trips))


def _start(stack: ExitStack, backends: Mapping[str, Backend], settings: Settings) -> dict[Side, Server]:
    return {side: stack.enter_context(backends[name].start(settings.servers())) for side, name in BACKENDS.items()}


def interpreter(project: Project, settings: Settings) -> str:
    """Give the interpreter that runs the migrations: of the settings, else of the project's .venv, else this one."""
    own = project.root / ".venv" / "bin" / "python"
    return settings.python or (str(own) if own.exists() else sys.executable)


def _walk_options(project: Project, settings: Settings) -> WalkOptions:
    return WalkOptions(
        python=interpreter(project, settings),
        target=settings.target,
        wirings={name: settings.wiring(name) for name in BACKENDS.values()},
        allow_network=settings.allow_network,
        timeout=settings.timeout,
    )


def _in_walked_order(history: History, walked: Walked) -> tuple[Revision, ...]:
    """Order the revisions as Alembic ran them; those that were not reached come last."""
    order = {step.revision: number for number, step in enumerate(walked.steps)}
    return tuple(sorted(history.revisions, key=lambda revision: order.get(revision.id, len(order))))


def names(directory: Path, settings: Settings) -> tuple[Models, tuple[Finding, ...], tuple[Unchecked, ...]]:
    """Give the models of a project, what the rules find in their names alone, and what was left out: nothing migrates.

    Raises ParityError when the models cannot be had; env.py that hands over none is one such case.
    """
    check_selection(settings.selection(), all_rules())
    judging = settings.judging(directory)
    project = discover(directory, settings.hints())
    history = read_history(project)
    backends = load_extensions(databases, "BACKEND", Backend)
    with backends[BACKENDS["dev"]].start(settings.servers()) as server:
        models, walked = read_models(project, server, _walk_options(project, settings))
    raise_if_nothing_ran({"dev": walked, "prod": walked}, project, interpreter(project, settings))
    if not models.columns:
        raise ProjectError(
            "env.py hands no models to Alembic",
            why="context.configure() gets no target_metadata, or metadata without a table",
            next_step="Import the models in env.py and pass target_metadata=YourBase.metadata.",
        )
    prod = Walked(side="prod", backend=BACKENDS["prod"], steps=())
    known = without_schemas(history, {"dev": walked, "prod": prod}, models)
    found = settle(replace(known, name_bytes=backends[BACKENDS["prod"]].facts.name_bytes), judging)
    findings, _rules, left_out = selected(found.findings, settings.selection(), all_rules())
    return models, findings, left_out
