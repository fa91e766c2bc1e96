"""Fixtures for the tests of every day: the app and its session on both databases, each test undone when it ends.

All tests of a process share one migrated database of each backend, so that a test costs a transaction.
"""

from __future__ import annotations

from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from harness.pytest_plugin.failing import told

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager
    from pathlib import Path
    from typing import Any

    from flask import Flask
    from flask.testing import FlaskClient
    from sqlalchemy import Connection, Engine
    from sqlalchemy.orm import Session, scoped_session

    from harness.config import Settings
    from harness.databases import Database
    from harness.pytest_plugin.keeping import Keeper


@dataclass(slots=True, kw_only=True)
class Shared:
    """The database that the tests share.

    `names` are those of all databases that may be used. `spoiled` is the test that left something in this one, `engine`
    the engine of the transaction that is open.
    """

    database: Database
    names: set[str]
    settings: Settings
    files: Path
    spoiled: str | None = None
    engine: Engine | None = None

    def guard(self) -> AbstractContextManager[None]:
        """Refuse other databases."""
        from harness.pytest_plugin.refusing import only

        return only(self.names, files=self.files, network=self.settings.allow_network)

    @contextmanager
    def transaction(self, engine: Engine, test: str) -> Iterator[None]:
        """Undo in the end what is done by an engine. Raises TransactionError when that fails."""
        from harness.pytest_plugin.transaction import TransactionError, in_transaction

        if self.spoiled is not None:
            pytest.fail(f"The database is not clean: {self.spoiled} ended its transaction.", pytrace=False)
        if self.engine is not None:
            pytest.fail("A test has one app in its transaction, and this one asks for a second.", pytrace=False)
        try:
            with self.guard(), in_transaction(engine):
                self.engine = engine
                yield
        except TransactionError:
            self.spoiled = test
            raise
        finally:
            self.engine = None

    @contextmanager
    def app(self, config: pytest.Config, make: Callable[[], Flask]) -> Iterator[Flask]:
        """Give an app that is led to the database, in the environment that the settings give it."""
        from harness.pytest_plugin import flask_app

        with ExitStack() as stack:
            patch = stack.enter_context(pytest.MonkeyPatch.context())
            for name, value in self.settings.wiring(self.database.backend).env.items():
                patch.setenv(name, value)
            with told(config), self.guard():
                app = stack.enter_context(flask_app.led(make, self.database))
                flask_app.ask_for_its_name(flask_app.default_engine(app), self.database)
            yield app


@pytest.fixture(scope="session")
def _parity_shared(
    parity_settings: Settings,
    _parity_keeper: Keeper,
    _parity_make_database: Callable[[], AbstractContextManager[Database]],
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Shared]:
    """Give the database that the tests of this process share on a backend."""
    with _parity_make_database() as database:
        files = tmp_path_factory.getbasetemp()
        yield Shared(database=database, names=_parity_keeper.names, settings=parity_settings, files=files)


@pytest.fixture(scope="session")
def parity_make_app(parity_project: Path, parity_settings: Settings) -> Callable[[], Flask]:
    """Give a function that makes the Flask app: override it to make it in another way, such as `create_app("test")`."""
    from harness.project import discover
    from harness.pytest_plugin.flask_app import factory_of

    return factory_of(discover(parity_project, parity_settings.hints()))


@pytest.fixture(scope="session")
def parity_make_engine() -> Callable[[str], Engine]:
    """Give a function from a URL to an engine: override it to make engines as the app does."""
    from sqlalchemy import create_engine

    return create_engine


@pytest.fixture(scope="session")
def _parity_made_app(
    pytestconfig: pytest.Config, parity_make_app: Callable[[], Flask], _parity_shared: Shared
) -> Iterator[Flask]:
    """Give the app, made once on each backend."""
    with _parity_shared.app(pytestconfig, parity_make_app) as app:
        yield app


@pytest.fixture(scope="session")
def _parity_made_engine(
    pytestconfig: pytest.Config, parity_make_engine: Callable[[str], Engine], _parity_shared: Shared
) -> Iterator[Engine]:
    """Give the engine of a project without Flask-SQLAlchemy, made once on each backend."""
    from harness.pytest_plugin.flask_app import ask_for_its_name, url_for

    with told(pytestconfig), _parity_shared.guard():
        engine = parity_make_engine(url_for(_parity_shared.database).render_as_string(hide_password=False))
        ask_for_its_name(engine, _parity_shared.database)
    yield engine
    engine.dispose()


@pytest.fixture
def parity_app(request: pytest.FixtureRequest, _parity_made_app: Flask, _parity_shared: Shared) -> Iterator[Flask]:
    """Give the Flask app on each backend; what the test writes by its `db` is undone when the test ends."""
    from harness.pytest_plugin.flask_app import default_engine

    with _parity_shared.transaction(default_engine(_parity_made_app), request.node.nodeid):
        yield _parity_made_app


@pytest.fixture
def parity_lead(
    request: pytest.FixtureRequest, _parity_shared: Shared
) -> Iterator[Callable[[Callable[[], Flask]], Flask]]:
    """Give a function that makes an app for this test alone, by what it is given, as parity_app is made."""
    from harness.pytest_plugin.flask_app import default_engine

    with ExitStack() as stack:

        def lead(make: Callable[[], Flask]) -> Flask:
            app = stack.enter_context(_parity_shared.app(request.config, make))
            stack.enter_context(_parity_shared.transaction(default_engine(app), request.node.nodeid))
            return app

        yield lead


@pytest.fixture
def parity_client(parity_app: Flask) -> FlaskClient:
    """Give a client of the app."""
    return parity_app.test_client()


@pytest.fixture
def parity_db_session(parity_app: Flask) -> Iterator[scoped_session[Any]]:
    """Give `db.session`, in a context of the app that lasts as long as the test."""
    with parity_app.app_context():
        session: scoped_session[Any] = parity_app.extensions["sqlalchemy"].session
        yield session
        session.remove()


@pytest.fixture
def parity_bind(request: pytest.FixtureRequest, _parity_shared: Shared) -> Iterator[Engine]:
    """Give an engine on each backend; what is written by it is undone when the test ends.

    In a test that has an app, it is the engine of the app.
    """
    if "parity_app" in request.fixturenames:
        request.getfixturevalue("parity_app")
    if _parity_shared.engine is not None:
        yield _parity_shared.engine
        return
    engine: Engine = request.getfixturevalue("_parity_made_engine")
    with _parity_shared.transaction(engine, request.node.nodeid):
        yield engine


@pytest.fixture
def parity_connection(parity_bind: Engine) -> Iterator[Connection]:
    """Give a connection of parity_bind."""
    with parity_bind.connect() as connection:
        yield connection


@pytest.fixture
def parity_session(parity_bind: Engine) -> Iterator[Session]:
    """Give a session of SQLAlchemy on parity_bind."""
    from sqlalchemy.orm import Session

    with Session(parity_bind) as session:
        yield session
