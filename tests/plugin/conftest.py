"""Suites for the plugin to run in."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from harness.databases.postgresql.server import PostgresqlServer
from tests.plugin.suites import PYTEST_INI, Suite

if TYPE_CHECKING:
    from collections.abc import Callable

    from harness.databases import Server


@pytest.fixture
def suite(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> Suite:
    """Give a suite without tests, on a developer's machine. Its warnings are errors."""
    monkeypatch.delenv("CI", raising=False)
    suite = Suite(pytester=pytester)
    suite.write("pytest.ini", PYTEST_INI)
    suite.write_project()
    suite.set("")
    return suite


@pytest.fixture
def live(suite: Suite, container_server: Server) -> Suite:
    """Give a suite with a PostgreSQL server."""
    assert isinstance(container_server, PostgresqlServer)
    return replace(suite, url=container_server.address.url("postgres"))


@pytest.fixture
def databases_there(container_server: Server) -> Callable[[], set[str]]:
    """Give what lists the databases of that server."""

    def names() -> set[str]:
        assert isinstance(container_server, PostgresqlServer)
        with closing(container_server.address.connect("tests")) as server, server.cursor() as cursor:
            cursor.execute("SELECT datname FROM pg_database")
            return {name for (name,) in cursor.fetchall()}

    return names
