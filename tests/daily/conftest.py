"""Engines on databases of their own, one on each backend."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import create_engine, event, make_url, text

from tests.plugin.conftest import live, suite

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from typing import Any

    from sqlalchemy import Engine

    from harness.databases import Server

__all__ = ["live", "suite"]

TABLES = {
    "sqlite": [
        "CREATE TABLE store (id INTEGER PRIMARY KEY, name VARCHAR(40) NOT NULL UNIQUE)",
        "CREATE TABLE product (id INTEGER PRIMARY KEY, store_id INTEGER REFERENCES store (id))",
    ],
    "postgresql": [
        "CREATE TABLE store (id SERIAL PRIMARY KEY, name VARCHAR(40) NOT NULL UNIQUE)",
        "CREATE TABLE product (id SERIAL PRIMARY KEY, store_id INTEGER REFERENCES store (id) INITIALLY DEFERRED)",
    ],
}


@pytest.fixture
def sqlite_engine(tmp_path: Path) -> Iterator[Engine]:
    """Give an engine on an SQLite file, which enforces foreign keys as an app would have it."""
    engine = create_engine(f"sqlite:///{tmp_path / 'shop.db'}")

    @event.listens_for(engine, "connect")
    def enforce(connection: Any, _record: object) -> None:  # noqa: ANN401 - of the driver
        connection.execute("PRAGMA foreign_keys=ON")

    yield _with_tables(engine)
    engine.dispose()


@pytest.fixture
def postgresql_engine(container_server: Server) -> Iterator[Engine]:
    """Give an engine on a PostgreSQL database."""
    with _on(container_server, "postgresql+psycopg2") as engine:
        yield engine


@pytest.fixture
def psycopg_engine(container_server: Server) -> Iterator[Engine]:
    """Give an engine on a PostgreSQL database, with the driver psycopg."""
    with _on(container_server, "postgresql+psycopg") as engine:
        yield engine


@pytest.fixture(params=["sqlite", "postgresql", "psycopg"])
def engine(request: pytest.FixtureRequest) -> Engine:
    """Give an engine on each backend in turn."""
    engine: Engine = request.getfixturevalue(f"{request.param}_engine")
    return engine


@contextmanager
def _on(server: Server, driver: str) -> Iterator[Engine]:
    database = server.create()
    engine = create_engine(make_url(database.url).set(drivername=driver))
    yield _with_tables(engine)
    engine.dispose()
    server.drop(database)


def _with_tables(engine: Engine) -> Engine:
    with engine.begin() as connection:
        for statement in TABLES[engine.dialect.name]:
            connection.execute(text(statement))
    return engine
