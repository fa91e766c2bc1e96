"""`parity_databases` names both servers, and makes databases on them."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

import psycopg2

if TYPE_CHECKING:
    from collections.abc import Mapping

    from harness.pytest_plugin.fixtures import RunningServer


def test_sqlite(parity_databases: Mapping[str, RunningServer]) -> None:
    """SQLite is a folder of files."""
    server = parity_databases["sqlite"]

    assert (server.version[0], server.description, server.provisional) == ("3", "file", None)
    assert len({server.url, server.create().url, server.clone().url}) == 3


def test_postgresql(parity_databases: Mapping[str, RunningServer]) -> None:
    """PostgreSQL has a version, an empty database at once, and others when they are asked for."""
    server = parity_databases["postgresql"]

    assert server.version.partition(".")[0].isdecimal()
    assert server.description.startswith("url ")
    assert tables(server.url) == set()
    assert tables(server.create().url) == set()
    assert tables(server.clone().url) == {"alembic_version", "store"}


def test_password_is_not_shown(parity_databases: Mapping[str, RunningServer]) -> None:
    """URLs are not printed with the rest."""
    assert "://" not in repr(parity_databases)


def tables(url: str) -> set[str]:
    """Give the tables of a database."""
    with closing(psycopg2.connect(url)) as connection, connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        return {name for (name,) in cursor.fetchall()}
