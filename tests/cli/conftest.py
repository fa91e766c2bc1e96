"""The shared server for the commands that the tests run."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from harness.databases.postgresql.server import PostgresqlServer
from tests.cli.running import Ended, Running, nothing

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from docker import DockerClient

    from harness.databases import Server
    from harness.databases.postgresql.address import Address


@pytest.fixture(scope="session")
def maintenance(container_server: Server) -> Address:
    """Give the address of the shared server."""
    assert isinstance(container_server, PostgresqlServer)
    return container_server.address


@pytest.fixture(scope="session")
def postgres(maintenance: Address) -> str:
    """Give the URL of the shared server."""
    return maintenance.url("postgres")


@pytest.fixture(scope="session")
def databases_of(maintenance: Address) -> Callable[[int], set[str]]:
    """Give what tells which databases of the shared server a process owns; their comment names it."""

    def databases(pid: int) -> set[str]:
        with closing(maintenance.connect("tests")) as server, server.cursor() as cursor:
            cursor.execute("SELECT datname, shobj_description(oid, 'pg_database') FROM pg_database")
            return {name for name, comment in cursor.fetchall() if f"/{pid}/" in (comment or "")}

    return databases


@pytest.fixture(scope="session")
def containers_of(docker: DockerClient) -> Callable[[int], set[str]]:
    """Give what tells which containers a process owns; a label names it."""

    def containers(pid: int) -> set[str]:
        found = docker.api.containers(all=True, filters={"label": "migration-parity=1"})
        return {one["Id"] for one in found if f"/{pid}/" in one["Labels"]["migration-parity.owner"]}

    return containers


@pytest.fixture
def check(postgres: str, databases_of: Callable[[int], set[str]]) -> Callable[..., Ended]:
    """Give `parity check` on the shared server. It must leave nothing behind, on this machine or on the server."""

    def run(directory: Path, *arguments: str, before: Callable[[], object] = nothing, **environment: str) -> Ended:
        given = ("check", "--no-rows", "--postgres", postgres, *arguments)
        running = Running(directory, *given, before=before, **environment)
        ended = running.end()
        assert running.leaves_nothing()
        assert databases_of(running.process.pid) == set()
        return ended

    return run
