"""Fixtures: the report of the check, both servers, and a migrated database for a test on each of them."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import pytest

from harness.pytest_plugin import options
from harness.pytest_plugin.backends import BACKENDS
from harness.pytest_plugin.failing import told
from harness.pytest_plugin.run import run_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from contextlib import AbstractContextManager
    from pathlib import Path

    from sqlalchemy import Engine

    from harness.config import Settings
    from harness.databases import Database
    from harness.model import Report
    from harness.pytest_plugin.keeping import Keeper


@dataclass(frozen=True, slots=True, kw_only=True)
class RunningServer:
    """A server of this run. `url` is that of an empty database on it, for whatever a suite needs one.

    `description` tells where the server came from, and `provisional` why a verdict from it is, or None. What is made
    on it is gone at the end of the run. URLs are for SQLAlchemy, and name no driver.
    """

    backend: str
    version: str
    description: str
    provisional: str | None
    url: str = field(repr=False)
    _keeper: Keeper = field(repr=False)

    def create(self) -> Database:
        """Make an empty database."""
        return self._keeper.create(self.backend)

    def clone(self) -> Database:
        """Make a migrated database, with the rows that the migrations write and no others."""
        return self._keeper.clone(self.backend)


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedProject:
    """A project of a suite that has several: the report of its check, and both servers, by backend."""

    report: Report
    databases: Mapping[str, RunningServer]


@pytest.fixture(scope="session")
def parity_project(pytestconfig: pytest.Config) -> Path:
    """Give the directory of the project: override it to choose another one."""
    return options.project_directory(pytestconfig)


@pytest.fixture(scope="session")
def parity_settings(pytestconfig: pytest.Config, parity_project: Path) -> Settings:
    """Give the settings of the check: override it to change them with `dataclasses.replace`."""
    with told(pytestconfig):
        return options.settings(pytestconfig, parity_project)


@pytest.fixture(scope="session")
def _parity_keeper(pytestconfig: pytest.Config, parity_project: Path, parity_settings: Settings) -> Keeper:
    """Give the process that keeps the servers, as soon as the check is done."""
    from harness.pytest_plugin.keeping import keeper_of
    from harness.pytest_plugin.rows import rows_of

    with told(pytestconfig):
        keeper = keeper_of(parity_project, parity_settings, run_of(pytestconfig), rows_of(pytestconfig))
        keeper.report()
    return keeper


@pytest.fixture(scope="session")
def parity_report(pytestconfig: pytest.Config, _parity_keeper: Keeper) -> Report:
    """Give the report of the whole check, which runs once."""
    with told(pytestconfig):
        return _parity_keeper.report()


@pytest.fixture(scope="session")
def parity_databases(pytestconfig: pytest.Config, _parity_keeper: Keeper) -> Mapping[str, RunningServer]:
    """Give both servers, by backend: "sqlite" and "postgresql"."""
    with told(pytestconfig):
        return _servers(_parity_keeper)


@pytest.fixture(scope="session")
def parity_check(pytestconfig: pytest.Config) -> Callable[..., CheckedProject]:
    """Give a function that checks a project: its directory, counted from the rootdir, and settings to change.

    For a suite with several projects: each is checked once in a run, with servers of its own.
    """

    def check(project: str | Path, **settings: object) -> CheckedProject:
        from harness.pytest_plugin.keeping import keeper_of

        directory = pytestconfig.rootpath / project
        with told(pytestconfig):
            changed = replace(options.settings(pytestconfig, directory), **settings)  # type: ignore[arg-type] # theirs
            keeper = keeper_of(directory, changed, run_of(pytestconfig), {})
            return CheckedProject(report=keeper.report(), databases=_servers(keeper))

    return check


@pytest.fixture(scope="session")
def parity_backend(request: pytest.FixtureRequest) -> str:
    """Give the backend that the test is on: "sqlite", and then "postgresql"."""
    if not hasattr(request, "param"):
        pytest.fail(
            "A fixture of parity runs a test on each backend, which pytest must know before it runs: name it among the "
            "arguments of the test or in @pytest.mark.usefixtures; request.getfixturevalue is too late.",
            pytrace=False,
        )
    return str(request.param)


@pytest.fixture(scope="session")
def _parity_make_database(
    pytestconfig: pytest.Config, _parity_keeper: Keeper, parity_report: Report, parity_backend: str
) -> Callable[[], AbstractContextManager[Database]]:
    """Give what makes a migrated database on the backend, which is gone when its context ends."""
    from harness.pytest_plugin.outcomes import why_not_migrated

    @contextmanager
    def make() -> Iterator[Database]:
        why = why_not_migrated(parity_report, parity_backend)
        if why is not None:
            pytest.fail(why, pytrace=False)
        with told(pytestconfig):
            database = _parity_keeper.clone(parity_backend)
        yield database
        with told(pytestconfig):
            _parity_keeper.drop(database)

    return make


@pytest.fixture
def parity_database(_parity_make_database: Callable[[], AbstractContextManager[Database]]) -> Iterator[Database]:
    """Give a migrated database of the test's own, on each backend in turn: it holds what the migrations wrote."""
    with _parity_make_database() as database:
        yield database


@pytest.fixture
def parity_engine(parity_database: Database) -> Iterator[Engine]:
    """Give an SQLAlchemy engine on the database of the test."""
    from sqlalchemy import create_engine, make_url

    url = make_url(parity_database.url)
    if parity_database.backend == "postgresql":
        url = url.set(drivername="postgresql+psycopg2")  # which is here; SQLAlchemy 2.1 would take psycopg
    engine = create_engine(url)
    yield engine
    engine.dispose()


def _servers(keeper: Keeper) -> dict[str, RunningServer]:
    urls = {backend: keeper.create(backend).url for backend in BACKENDS}
    lines = {line.backend: line for line in keeper.report().databases.values()}
    return {
        backend: RunningServer(
            backend=backend,
            version=lines[backend].version,
            description=lines[backend].server,
            provisional=lines[backend].provisional,
            url=url,
            _keeper=keeper,
        )
        for backend, url in urls.items()
    }
