"""The container that stays for the next runs."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from harness.databases import ServerSettings
from harness.databases.postgresql import BACKEND, engine, kept
from harness.databases.postgresql.administration import ask
from harness.databases.postgresql.server import PostgresqlServer
from harness.errors import ServerError
from tests.cli.running import parity

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from docker import DockerClient
    from docker.models.containers import Container

    from harness.databases import Server

pytestmark = pytest.mark.container

KEPT = ServerSettings(postgres="container", keep=True)


@pytest.fixture(autouse=True)
def name(docker: DockerClient, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Let another user ask, so that no server of this one is found; give the name of the container to come."""
    monkeypatch.setenv("LOGNAME", f"tests-{os.urandom(6).hex()}")
    name = kept.name_for(str(docker.images.get("postgres:17").id))
    yield name
    for container in docker.containers.list(all=True, filters={"name": name}):
        container.remove(force=True, v=True)


def port_of(server: Server) -> int:
    """Give the port at which a server answers."""
    assert isinstance(server, PostgresqlServer)
    return server.address.port


def databases_of(server: Server) -> list[str]:
    """Give the names of all databases of a server."""
    assert isinstance(server, PostgresqlServer)
    with closing(server.address.connect("tests")) as connection, connection.cursor() as cursor:
        cursor.execute("SELECT datname FROM pg_database ORDER BY datname")
        return [name for (name,) in cursor.fetchall()]


def test_server_stays_and_is_found_again() -> None:
    """The second run gets the same one; neither leaves a database."""
    ports = []
    for _run in range(2):
        with BACKEND.start(KEPT) as server:
            assert server.description == "container postgres:17, kept"
            server.create()
            ports.append(port_of(server))

    assert ports[0] == ports[1]
    with BACKEND.start(KEPT) as server:
        assert databases_of(server) == ["postgres", "template0", "template1"]


def test_runs_that_start_at_once_share_it(docker: DockerClient, name: str) -> None:
    """The engine gives the name to one of them; the others wait for it."""

    def port(_run: int) -> int:
        with BACKEND.start(KEPT) as server:
            return port_of(server)

    with ThreadPoolExecutor(3) as threads:
        ports = set(threads.map(port, range(3)))

    assert len(ports) == 1
    assert len(docker.containers.list(all=True, filters={"name": name})) == 1


def test_server_that_died_is_replaced(docker: DockerClient, name: str) -> None:
    """A stopped engine takes the files in memory with it."""
    with BACKEND.start(KEPT):
        pass
    docker.containers.get(name).kill()

    with BACKEND.start(KEPT) as server:
        assert isinstance(server, PostgresqlServer)
        assert ask(server.address).cluster == name


def test_another_run_may_replace_a_dead_server_first(
    docker: DockerClient, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What has its name by then is no longer what died, and stays."""
    with BACKEND.start(KEPT):
        pass
    docker.containers.get(name).kill()
    usual = engine.death
    made: list[str | None] = []

    def death(container: Container) -> str | None:
        said = usual(container)
        if said is not None and not made:
            made.append(None)  # the other run looks as well
            with BACKEND.start(KEPT):
                made.append(docker.containers.get(name).id)
        return said

    monkeypatch.setattr(engine, "death", death)
    monkeypatch.setattr(kept, "ENDED", frozenset())  # nor is it swept before

    with BACKEND.start(KEPT):
        assert [None, docker.containers.get(name).id] == made


def test_server_that_dies_under_a_run_is_told(docker: DockerClient, name: str) -> None:
    """As with one that is made for the run."""

    def check() -> None:
        with BACKEND.start(KEPT) as server:
            docker.containers.get(name).kill()
            server.create()

    with pytest.raises(ServerError) as caught:
        check()

    assert caught.value.what == "No PostgreSQL database can be made"
    assert caught.value.why.startswith("the container is exited, exit status 137; its last lines:\n")


def test_old_server_is_replaced_when_nobody_uses_it(
    docker: DockerClient, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A check that runs on it is not disturbed."""
    with BACKEND.start(KEPT) as server:
        assert isinstance(server, PostgresqlServer)
        monkeypatch.setattr(kept, "OLDEST", timedelta(0))
        used = server.address.connect("tests")
        with BACKEND.start(KEPT) as other:
            assert port_of(other) == port_of(server)
        used.close()
    first = docker.containers.get(name).id

    with BACKEND.start(KEPT):
        pass

    assert docker.containers.get(name).id != first


def test_servers_are_listed_and_stopped(docker: DockerClient, name: str, tmp_path: Path) -> None:
    """Only those that are named are stopped."""
    with BACKEND.start(KEPT):
        pass

    listed = parity(tmp_path, "servers", "list")
    stopped = parity(tmp_path, "servers", "stop", name)

    assert f"{name}  postgres:17  running  0.0 h  0 connections\n" in listed.out
    assert (stopped.status, stopped.out) == (0, "1 server stopped.\n")
    assert docker.containers.list(all=True, filters={"name": name}) == []


def test_unknown_server_is_not_stopped(tmp_path: Path) -> None:
    """A name that is none is an error."""
    ended = parity(tmp_path, "servers", "stop", "parity_kept_0")

    assert ended.status == 2
    assert "No kept server is named 'parity_kept_0'" in ended.err
