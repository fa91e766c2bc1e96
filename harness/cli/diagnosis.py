"""What `parity doctor` finds out. Reads files, asks the interpreter and the Docker engine, connects to no database."""

from __future__ import annotations

import platform
import sys
from dataclasses import dataclass, fields
from importlib import metadata
from typing import TYPE_CHECKING

from harness import pipeline
from harness.cli.engines import postgresql
from harness.cli.interpreter import ask
from harness.config import Settings, load_settings
from harness.errors import ParityError, ProjectError
from harness.project import check_target, discover, read_history

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from harness.project import Project

Row = tuple[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """Rows under a title, and what in them keeps a check from running."""

    title: str
    rows: tuple[Row, ...] = ()
    troubles: tuple[ParityError, ...] = ()


def diagnose(directory: Path, options: Mapping[str, object], file: Path | None = None) -> list[Section]:
    """Give all sections; `file` holds the settings. Raises UsageError when they cannot be read."""
    settings = load_settings(directory, options, file)
    sections = [_tool()]
    try:
        project = discover(directory, settings.hints())
    except ParityError as error:
        sections.append(Section(title=f"Project {directory.resolve()}", troubles=(error,)))
    else:
        sections += [_project(project, settings), _interpreter(project, settings)]
    rows, troubles = postgresql(settings)
    sections.append(Section(title="PostgreSQL", rows=tuple(rows), troubles=tuple(troubles)))
    source = file.name if file else "pyproject.toml"
    sections.append(_settings(settings, load_settings(directory, file=file), options, source))
    return sections


def _tool() -> Section:
    version = metadata.version("migration-parity")
    return Section(
        title=f"migration-parity {version}",
        rows=(("Python", f"{platform.python_version()} ({sys.executable})"), ("system", platform.platform())),
    )


def _project(project: Project, settings: Settings) -> Section:
    rows = [
        ("kind", "Flask-Migrate" if project.kind == "flask-migrate" else "Alembic"),
        ("history", str(project.script_location)),
        ("revisions in", ", ".join(str(path) for path in project.version_locations)),
        ("configuration", str(project.ini or project.toml or "none")),
        ("found by", "; ".join(project.found_by)),
    ]
    troubles: list[ParityError] = []
    if project.kind == "flask-migrate":
        rows.append(("app", ", ".join(project.apps) or "none found"))
        troubles += [] if project.apps else [_no_app(project)]
    try:
        history = read_history(project)
        rows.append(("revisions", str(len(history.revisions))))
        rows.append(("heads", ", ".join(history.heads)))
        check_target(history, settings.target)
        troubles += [_broken(text) for text, _revision in history.defects]
    except ParityError as error:
        troubles.append(error)
    return Section(title=f"Project {project.root}", rows=tuple(rows), troubles=tuple(troubles))


def _no_app(project: Project) -> ProjectError:
    return ProjectError(
        "There is no Flask application",
        why=f"env.py uses current_app; {project.found_by[-1]}",
        next_step="Name it: app = \"package:create_app('dev')\" in [tool.migration-parity], or --app.",
    )


def _broken(text: str) -> ProjectError:
    return ProjectError(
        "The history cannot be loaded",
        why=text,
        next_step="Correct down_revision or depends_on in that file, or bring the missing file back.",
    )


def _interpreter(project: Project, settings: Settings) -> Section:
    python = pipeline.interpreter(project, settings)
    origin = "setting" if settings.python else "this one" if python == sys.executable else "the project's own"
    title = f"Interpreter {python} ({origin})"
    try:
        rows, troubles = ask(python, project.root, flask=project.kind == "flask-migrate")
    except ParityError as error:
        return Section(title=title, troubles=(error,))
    return Section(title=title, rows=tuple(rows), troubles=tuple(troubles))


def _settings(settings: Settings, from_file: Settings, options: Mapping[str, object], source: str) -> Section:
    """Give the settings that somebody made, with where; and then the others."""
    rows: list[Row] = []
    untouched: list[str] = []
    for item in fields(Settings):
        text = _shown(item.name, getattr(settings, item.name))
        if item.name in options:
            rows.append((item.name, f"{text} (option)"))
        elif getattr(from_file, item.name) != getattr(Settings(), item.name):
            rows.append((item.name, f"{text} ({source})"))
        elif text:
            untouched.append(f"{item.name} = {text}")
    return Section(title="Settings", rows=(*rows, ("defaults", ", ".join(untouched))))


def _shown(name: str, value: object) -> str:
    """Give a value without its secrets: of variables the names, of a URL no password."""
    text = "" if value is None else str(value)
    if name == "postgres" and "@" in text:
        return f"{text.partition('://')[0]}://...@{text.rpartition('@')[2]}"
    if name == "backends" and isinstance(value, dict):
        return ", ".join(f"{backend}: {', '.join(table)}" for backend, table in value.items())
    if isinstance(value, bool):
        return text.lower()
    return ", ".join(value) if isinstance(value, dict | tuple) else text
