"""The whole tool, top to bottom: a directory and settings in, a report out."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from harness import databases
from harness.cache import directory_for, key_of, open_memory, raise_if_untrue, read_texts, write_texts
from harness.databases import Backend
from harness.errors import ProjectError, ServerError
from harness.extensions import load_extensions
from harness.model import Comparison, Side, Walked
from harness.project import check_baseline, check_rows, check_since, check_target, discover, read_history
from harness.reporting import report_of, report_of_defects, without_schemas
from harness.rules import all_rules, check_selection, selected, settle
from harness.walk import Session, StartOutdatedError, WalkOptions, raise_if_nothing_ran, read_models, unheard

if TYPE_CHECKING:
    from pathlib import Path

    from harness.cache import Memory
    from harness.config import Settings
    from harness.databases import Database, Server, ServerSettings
    from harness.model import Finding, Giver, Models, Report, Unchecked
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
    if settings.cache == "verify":
        return _verified(directory, settings, progress, planned)
    with checking(directory, settings, progress, planned) as checked:
        return checked.report


def _verified(directory: Path, settings: Settings, progress: Progress | None, planned: Plan | None) -> Report:
    """Check with the cache and without it. Raises WalkError when the two do not say the same."""
    cached = check(directory, replace(settings, cache="on"))
    if not cached.restored:  # there was nothing to start from, and there is now
        cached = check(directory, replace(settings, cache="on"))
    whole = check(directory, replace(settings, cache="off"), progress, planned)
    raise_if_untrue(cached, whole, discover(directory, settings.hints()))
    return replace(whole, restored=0)


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
    with ExitStack() as stack:
        session = Session(project, _walk_options(project, settings), progress or unheard)
        ending = stack.enter_context(ExitStack())  # the servers start after the workers, and end after them
        stack.enter_context(session)
        cache = _directory_of_cache(settings, project)
        history = _history(project, cache)
        if history.defects:
            yield Checked(report=report_of_defects(project, history, BACKENDS, judging), servers={}, databases={})
            return
        _check_settings(settings, history, giver)
        if planned is not None:
            planned(history, settings.target)
        backends = load_extensions(databases, "BACKEND", Backend)
        servers = _start(ending, backends, settings.servers(copies=cache))
        memory = _memory(cache, session, project, history, servers)
        _begin(session, servers, memory, populate=settings.populate)
        from harness.assessing import assess  # noqa: PLC0415 - loads much, while the workers walk

        walked = _walked(session, memory)
        raise_if_nothing_ran(walked, project, interpreter(project, settings))
        facts = (backends[BACKENDS["dev"]].facts, backends[BACKENDS["prod"]].facts)
        parts = assess(session, settings, walked, history, facts, giver=giver, memory=memory)
        restored = memory.restored if memory is not None else 0
        report = replace(report_of(project, servers, parts, judging), restored=restored)
        yield Checked(report=report, servers=servers, databases=session.databases, comparison=parts[0].comparison)
        _leave(session, memory)


def _check_settings(settings: Settings, history: History, giver: Giver | None) -> None:
    """Raise UsageError for a setting that names what is not there, before anything is started."""
    check_target(history, settings.target)
    check_baseline(history, settings.baseline_revision)
    check_since(history, settings.since)
    check_selection(settings.selection(), all_rules())
    given = sorted(giver.revisions) if giver else ()
    check_rows(history, [("The setting rows", item["after"]) for item in settings.rows])
    check_rows(history, [("The hook pytest_parity_rows", revision) for revision in given])


def _start(stack: ExitStack, backends: Mapping[str, Backend], settings: ServerSettings) -> dict[Side, Server]:
    return {side: stack.enter_context(backends[name].start(settings)) for side, name in BACKENDS.items()}


def _directory_of_cache(settings: Settings, project: Project) -> Path | None:
    """Give where the cache of the project is; None where none is wanted, or the walk is not the usual one to a head."""
    before = settings.baseline or settings.baseline_revision or settings.setup_sql
    usual = settings.target in {"head", "heads"} and not (settings.downgrade or settings.runner or before)
    return directory_for(project) if settings.wants_cache(os.environ) and usual else None


def _history(project: Project, cache: Path | None) -> History:
    """Read the history; with a cache, only the files that changed are parsed."""
    if cache is None:
        return read_history(project)
    texts = read_texts(cache)
    history = read_history(project, texts)
    with suppress(OSError):
        write_texts(cache, texts, history.revisions)
    return history


def _memory(
    directory: Path | None, session: Session, project: Project, history: History, servers: Mapping[Side, Server]
) -> Memory | None:
    """Give the memory of this check; None where there is no cache, or a server is gone with what it keeps."""
    if directory is None or len(history.heads) != 1 or not all(server.outlives for server in servers.values()):
        return None
    tasks = [session.task(server) for server in servers.values()]
    key = key_of(tasks, [f"{server.backend} {server.version}" for server in servers.values()])
    return open_memory(directory, key, project, history, servers)


def _begin(session: Session, servers: Mapping[Side, Server], memory: Memory | None, *, populate: bool) -> None:
    """Begin the walks; at base when the start is gone, as another check may have removed it in this moment."""
    if memory is None:
        session.begin(servers)
        return
    try:
        session.begin(servers, memory.remembering())
        if populate:
            session.copy_ahead(memory.row_templates)
    except ServerError:
        if not memory.restored:
            raise
        memory.forget_start()
        session.begin_anew(memory.remembering())


def _walked(session: Session, memory: Memory | None) -> dict[Side, Walked]:
    """Give the walks; from base when the project does not stand as it did where they were to start."""
    try:
        walked = session.walk()
    except StartOutdatedError:
        if memory is None:
            raise
        memory.forget_start()
        session.begin_anew(memory.remembering())
        walked = session.walk()
    if memory is not None:
        memory.keep_walk(session, walked)
    return walked


def _leave(session: Session, memory: Memory | None) -> None:
    """Begin to end the workers, and write meanwhile what later checks may start from."""
    session.release()
    if memory is not None:
        memory.save()


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
