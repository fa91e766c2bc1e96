"""Other tools on the same histories: `test_upgrade` of pytest-alembic, which walks by steps and compares nothing.

It is set up as its documentation says: a fixture gives the engine, and env.py takes the connection that it is handed.
A real project keeps its env.py, and is told the URL instead. Other plugins of pytest stay unloaded.
"""

from __future__ import annotations

import json
import shutil
import sys
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.measures import database_url, has_version_table, sqlite_url
from benchmarks.processes import BenchmarkError, run
from benchmarks.results import Peer, Round

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager

    from benchmarks.corpora import Corpus
    from benchmarks.subjects import Subject
    from harness.databases import Server

CONFTEST = """\
import os

import pytest
import sqlalchemy


def prepare(engine):
    {prepare}


@pytest.fixture
def alembic_engine():
    engine = sqlalchemy.create_engine(os.environ["PEER_URL"])
    prepare(engine)
    return engine


@pytest.fixture
def alembic_config():
    return {config} | {{"sqlalchemy.url": os.environ["PEER_URL"].replace("%", "%%")}}
"""
TESTS = "from pytest_alembic.tests import test_upgrade\n"
AS_IT_IS = "connectable = engine_from_config("
HANDED = 'connectable = config.attributes.get("connection") or engine_from_config('
START = "import sys; sys.path.append({site!r}); import pytest; sys.exit(pytest.main(sys.argv[1:]))"
"""The interpreter of a project has no pytest: what it lacks comes from here, behind its own packages."""


def pytest_alembic(
    subject: Subject, server: Server, directory: Path, *, rounds: int, progress: Callable[[str], None]
) -> Peer:
    """Run its test on a generated history, in rounds after one that does not count. Raises BenchmarkError."""
    project = shutil.copytree(subject.root, directory / "peer", dirs_exist_ok=True)
    env = project / "migrations" / "env.py"
    text = env.read_text("utf-8")
    if AS_IT_IS not in text:
        raise BenchmarkError(f"{env.name} is not as Alembic's template has it: it does not say {AS_IT_IS}...")
    env.write_text(text.replace(AS_IT_IS, HANDED), "utf-8")
    config = {"file": str(project / "alembic.ini"), "script_location": str(project / "migrations")}
    _write_test(project, config, "pass")
    return _timed(subject, server, project, sys.executable, rounds=rounds, progress=progress)


def pytest_alembic_of(
    corpus: Corpus, subject: Subject, server: Server, *, rounds: int, progress: Callable[[str], None]
) -> Peer | None:
    """Run its test on a real project; None for one whose env.py takes no URL from its configuration.

    Raises BenchmarkError when it fails there.
    """
    told = corpus.told["alembic"]
    if "sqlalchemy.url" not in told.get("options", {}):
        return None
    package, _, ini = told["ini"].partition(":")
    place = corpus.python.parent.parent.glob(f"lib/python3*/site-packages/{package.replace('.', '/')}/{ini}")
    config = {"file": str(next(place)), "script_location": corpus.script_location}
    _write_test(subject.where, config, corpus.prepare or "pass")
    return _timed(subject, server, subject.where, str(corpus.python), rounds=rounds, progress=progress)


def _write_test(directory: Path, config: dict[str, str], prepare: str) -> None:
    text = CONFTEST.format(config=json.dumps(config), prepare=prepare.strip().replace("\n", "\n    "))
    (directory / "conftest.py").write_text(text, "utf-8")
    (directory / "test_migrations.py").write_text(TESTS, "utf-8")


def _timed(
    subject: Subject,
    server: Server,
    directory: Path,
    python: str,
    *,
    rounds: int,
    progress: Callable[[str], None],
) -> Peer:
    site = next(path for path in map(Path, sys.path) if (path / "pytest_alembic").is_dir())
    command = (python, "-c", START.format(site=str(site)), "-p", "pytest_alembic", "-p", "no:cacheprovider", "-q")
    turns: list[Round] = []
    for number in range(rounds + 1):
        progress(f"{subject.name}: pytest-alembic, {f'round {number} of {rounds}' if number else 'warming up'}")
        names = ("sqlite", "postgresql")[:: -1 if number % 2 else 1]
        databases = [(name, sqlite_url() if name == "sqlite" else database_url(server)) for name in names]
        turns.append({name: _seconds(subject, command, directory, name, database) for name, database in databases})
    return Peer(subject=subject.key, tool=f"pytest-alembic {version('pytest-alembic')}, test_upgrade", rounds=turns[1:])


def _seconds(
    subject: Subject, command: tuple[str, ...], directory: Path, backend: str, database: AbstractContextManager[str]
) -> float:
    with database as url:
        ended = run(command, directory, {"PEER_URL": url, "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"})
        if ended.status or "1 passed" not in ended.output:
            error = ended.failure()
            error.why = f"its test fails on {backend}"
            raise error
        if not has_version_table(url):
            raise BenchmarkError(f"{subject.name}: pytest-alembic did not use the database that it was given")
    return ended.seconds
