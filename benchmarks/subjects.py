"""The projects that are measured, and how plain Alembic upgrades a database with each."""

from __future__ import annotations

import json
import re
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.corpora import check_of
from benchmarks.generate import generate_project

if TYPE_CHECKING:
    from collections.abc import Mapping

    from benchmarks.corpora import Corpus

REPOSITORY = Path(__file__).resolve().parent.parent
ALEMBIC = (sys.executable, str(Path(__file__).with_name("plain_upgrade.py")))
FLASK = (sys.executable, "-m", "flask")
BOUNDED = ("sample", "50", "200")
"""What is measured when nothing is chosen: a few minutes."""
ALL = ("sample", "50", "200", "1000", "wide", "deep-50", "deep-1000")
WIDE_TABLES = 300
WIDE_REVISIONS = 320
DEEP_TABLES = 12
SEED = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """A project to measure: `upgrade` is the plain command, which finds the database's URL in `variable`.

    `environment` is what the plain command needs besides, `options` are those of the check, `check_environment` is
    what that needs. All commands run in `directory`, or in `root` where there is none. `last` is the file of the last
    revision, where one can be taken away to check what came before. `starts` says that checks which start their server
    are timed as well.
    """

    key: str
    name: str
    root: Path
    upgrade: tuple[str, ...]
    variable: str = "DATABASE_URL"
    environment: Mapping[str, str] = field(default_factory=dict)
    options: tuple[str, ...] = ()
    check_environment: Mapping[str, str] = field(default_factory=dict)
    directory: Path | None = None
    last: Path | None = None
    starts: bool = False

    @property
    def where(self) -> Path:
        """The directory in which the commands run."""
        return self.directory or self.root


def subject_for(key: str, directory: Path) -> Subject:
    """Give the subject of that name; a generated one is written into a folder of `directory`.

    Names are sample, wide, NUMBER (of revisions) and deep-NUMBER. Raises ValueError for another one.
    """
    if key == "sample":
        return sample_app()
    folder = directory / key
    if key == "wide":
        return _generated(
            key, folder, f"wide, {WIDE_TABLES} tables", revisions=WIDE_REVISIONS, tables=WIDE_TABLES, steady=False
        )
    found = re.fullmatch(r"(deep-)?([1-9]\d*)", key)
    if found is None:
        raise ValueError(f"there is no subject {key!r}: there are {', '.join(ALL)}, and other numbers of revisions")
    revisions = int(found[2])
    if found[1]:
        name = f"deep, {revisions} revisions"
        return _generated(key, folder, name, revisions=revisions, tables=min(DEEP_TABLES, revisions), steady=True)
    name = f"generated, {revisions} revisions"
    return _generated(key, folder, name, revisions=revisions, tables=max(1, revisions // 8), steady=False)


def sample_app() -> Subject:
    """Give the sample app, whose production environment takes its database from DATABASE_URL."""
    return Subject(
        key="sample",
        name="sample app",
        root=REPOSITORY,
        upgrade=(*FLASK, "--app", "sample_app", "db", "upgrade"),
        environment={"SAMPLE_APP_ENV": "prod"},
        options=("--python", sys.executable),  # not that of .venv, which may be another one
        starts=True,
    )


def given(root: Path, *, app: str | None, variable: str) -> Subject:
    """Give a project: a plain one when it has an alembic.ini, else one of Flask-Migrate.

    Without `app`, Flask looks for the application.
    """
    if (root / "alembic.ini").exists():
        upgrade = (*ALEMBIC, variable)
    else:
        upgrade = (*FLASK, *(("--app", app) if app else ()), "db", "upgrade")
    name = root.resolve().name
    return Subject(key=name, name=name, root=root.resolve(), upgrade=upgrade, variable=variable)


def published_project(corpus: Corpus, directory: Path) -> Subject:
    """Give a real project (see corpora.py); what it needs is written into `directory`.

    Raises click.UsageError where its environment is not made.
    """
    work = directory / corpus.name
    work.mkdir(parents=True)
    options, variables, _settings = check_of(corpus, work)
    told = work / "plain.json"
    told.write_text(json.dumps(corpus.told), "utf-8")
    return Subject(
        key=corpus.name,
        name=f"{corpus.name} {corpus.version}",
        root=corpus.root,
        directory=work,
        upgrade=(str(corpus.python), str(Path(__file__).with_name("plain_corpus.py")), str(told), "PLAIN_URL"),
        variable="PLAIN_URL",
        options=options,
        check_environment=variables,
    )


def _generated(key: str, directory: Path, name: str, *, revisions: int, tables: int, steady: bool) -> Subject:
    last = generate_project(directory, revisions=revisions, tables=tables, seed=SEED, steady=steady)
    return Subject(key=key, name=name, root=directory, upgrade=(*ALEMBIC, "DATABASE_URL"), last=last)
