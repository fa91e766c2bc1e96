"""The projects that are measured, and how plain Alembic upgrades a database with each."""

from __future__ import annotations

import sys
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.generate import generate_project

if TYPE_CHECKING:
    from collections.abc import Mapping

REPOSITORY = Path(__file__).resolve().parent.parent
ALEMBIC = (sys.executable, str(Path(__file__).with_name("plain_upgrade.py")))
FLASK = (sys.executable, "-m", "flask")


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """A project to measure: `upgrade` is the plain command, which finds the database's URL in `variable`.

    `environment` is what the plain command needs besides, `options` are those of the check.
    """

    name: str
    root: Path
    upgrade: tuple[str, ...]
    variable: str = "DATABASE_URL"
    environment: Mapping[str, str] = field(default_factory=dict)
    options: tuple[str, ...] = ()

    def without_rows(self) -> Subject:
        """Give the same project, whose check leaves out the walk with rows."""
        return replace(self, name=f"{self.name}, --no-rows", options=(*self.options, "--no-rows"))


def sample_app() -> Subject:
    """Give the sample app, whose production environment takes its database from DATABASE_URL."""
    return Subject(
        name="sample app",
        root=REPOSITORY,
        upgrade=(*FLASK, "--app", "sample_app", "db", "upgrade"),
        environment={"SAMPLE_APP_ENV": "prod"},
    )


def generated(directory: Path, *, revisions: int, seed: int) -> Subject:
    """Write a generated history into the directory, and give it."""
    generate_project(directory, revisions=revisions, tables=max(1, revisions // 8), seed=seed)
    name = f"generated, {revisions} revisions"
    return Subject(name=name, root=directory, upgrade=(*ALEMBIC, "DATABASE_URL"))


def given(root: Path, *, app: str | None, variable: str) -> Subject:
    """Give a project: a plain one when it has an alembic.ini, else one of Flask-Migrate.

    Without `app`, Flask looks for the application.
    """
    if (root / "alembic.ini").exists():
        upgrade = (*ALEMBIC, variable)
    else:
        upgrade = (*FLASK, *(("--app", app) if app else ()), "db", "upgrade")
    return Subject(name=root.resolve().name, root=root.resolve(), upgrade=upgrade, variable=variable)
