"""The kinds of server that the contract is for."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from harness.databases.postgresql.address import parse
from harness.databases.postgresql.server import PostgresqlServer
from tests.databases.kinds import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from docker import DockerClient

    from harness.databases import Server
    from harness.databases.postgresql.address import Address

KINDS = ("sqlite", "container", "embedded", "url")


@pytest.fixture(scope="session", params=KINDS)
def kind(request: pytest.FixtureRequest) -> Kind:
    """Give each kind of server in turn."""
    found = request.getfixturevalue(f"{request.param}_kind")
    assert isinstance(found, Kind)
    return found


@pytest.fixture(scope="session")
def sqlite_kind() -> Kind:
    """Give the folder of files."""
    return Kind(name="sqlite")


@pytest.fixture(scope="session")
def embedded_kind() -> Kind:
    """Give the server from the wheel."""
    return Kind(name="embedded", postgres="embedded")


@pytest.fixture(scope="session")
def container_kind(docker: DockerClient) -> Kind:
    """Give the container; a label names its owner."""

    def containers(pid: int) -> set[str]:
        found = docker.api.containers(all=True, filters={"label": "migration-parity=1"})
        return {one["Names"][0] for one in found if f"/{pid}/" in one["Labels"]["migration-parity.owner"]}

    return Kind(name="container", postgres="container", others=containers)


@pytest.fixture(scope="session")
def url_kind(maintenance: Address) -> Kind:
    """Give the shared container by its URL; the comment of a database names its owner."""

    def databases(pid: int) -> set[str]:
        with closing(maintenance.connect("tests")) as server, server.cursor() as cursor:
            cursor.execute("SELECT datname, shobj_description(oid, 'pg_database') FROM pg_database")
            return {name for name, comment in cursor.fetchall() if f"/{pid}/" in (comment or "")}

    return Kind(name="url", postgres=maintenance.url("postgres"), others=databases)


@pytest.fixture(scope="session")
def maintenance(container_server: Server) -> Address:
    """Give the address of the shared container."""
    assert isinstance(container_server, PostgresqlServer)
    return container_server.address


@pytest.fixture(scope="session")
def server(kind: Kind) -> Iterator[Server]:
    """Give a server of each kind, for all tests that leave it running."""
    with kind.start() as started:
        yield started


@pytest.fixture
def refused(maintenance: Address) -> Address:
    """Give an address at which nothing listens."""
    return parse(f"postgresql://somebody:secret@{maintenance.host}:1/postgres")
