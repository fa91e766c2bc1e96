"""What is special about the container: how it is published, and how its death is told."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING

import pytest

from harness.databases import ServerSettings
from harness.databases.postgresql import BACKEND
from harness.databases.postgresql.server import PostgresqlServer
from harness.errors import ServerError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from docker import DockerClient
    from docker.models.containers import Container

    from harness.databases import Server
    from tests.databases.kinds import Kind

CONTAINER = ServerSettings(postgres="container")


def container_of(server: Server, docker: DockerClient) -> Container:
    """Give the container that a server runs in."""
    assert isinstance(server, PostgresqlServer)
    return docker.containers.get(server.run)


def refusal(settings: ServerSettings) -> str:
    """Give the full text of the error that a start raises."""
    with pytest.raises(ServerError) as caught, BACKEND.start(settings):
        pass
    return str(caught.value)


@pytest.fixture
def image(docker: DockerClient) -> Iterator[Callable[[str], str]]:
    """Give a function that makes an image whose containers run a shell command instead of a server."""
    made: list[str] = []

    def make(command: str) -> str:
        container = docker.containers.create("postgres:17")
        entrypoint = f'ENTRYPOINT ["sh", "-c", "{command}"]'
        made.append(f"parity-test:17-{len(made)}")
        container.commit(*made[-1].split(":"), changes=entrypoint)
        container.remove(v=True)
        return made[-1]

    yield make
    for one in made:
        docker.images.remove(one, force=True)


def test_container_is_published_on_loopback_alone(docker: DockerClient) -> None:
    """Docker would publish on every interface by default."""
    with BACKEND.start(CONTAINER) as server:
        published = container_of(server, docker).attrs["NetworkSettings"]["Ports"]["5432/tcp"]

    assert {mapping["HostIp"] for mapping in published} == {"127.0.0.1"}


@pytest.mark.parametrize("delay", [0, 1], ids=["at once", "later"])
def test_container_that_dies(image: Callable[[str], str], container_kind: Kind, delay: int) -> None:
    """The error has the last lines of the log and the exit status, and nobody waits for the timeout."""
    before = container_kind.traces(os.getpid())
    name = image(f"sleep {delay}; echo one >&2; echo two >&2; exit 3")

    assert refusal(ServerSettings(postgres="container", image=name, start_timeout=20)) == (
        f"The PostgreSQL server in a container of {name} did not start\n"
        "  why: the container is exited, exit status 3; its last lines:\none\ntwo\n"
        "  next: Look at the lines above, or use another server: --postgres embedded"
    )
    assert container_kind.traces(os.getpid()) == before


def test_container_that_never_answers(image: Callable[[str], str], container_kind: Kind) -> None:
    """The error names the time that was waited, and what the connection said last."""
    before = container_kind.traces(os.getpid())
    name = image("echo waiting; exec sleep 600")
    text = refusal(ServerSettings(postgres="container", image=name, start_timeout=0.5))

    assert re.sub(r'"[\d.]+", port \d+', "HOST", text) == (
        f"The PostgreSQL server in a container of {name} did not start within 0.5 s\n"
        "  why: connection to server at HOST failed: server closed the connection unexpectedly"
        " This probably means the server terminated abnormally before or while processing the request.;"
        " its last lines:\nwaiting\n"
        "  next: Look at the lines above, or use another server: --postgres embedded"
    )
    assert container_kind.traces(os.getpid()) == before


def test_container_that_is_killed(docker: DockerClient) -> None:
    """A server that died while it was used is told with its exit status and log, not as a lost connection."""
    with BACKEND.start(CONTAINER) as server:
        container_of(server, docker).kill()
        trouble = server.trouble()

    assert trouble is not None
    assert trouble.startswith("the container is exited, exit status 137; its last lines:\n")
    assert trouble.endswith("database system is ready to accept connections")


def test_container_that_is_removed(docker: DockerClient) -> None:
    """A container that somebody else removed is no error in the end: it is gone as it should be."""
    with BACKEND.start(CONTAINER) as server:
        container_of(server, docker).remove(force=True, v=True)

        assert server.trouble() == "the container was removed"


def test_server_behind_a_url_that_dies(docker: DockerClient) -> None:
    """Of a server that is not ours we know what the connection said; databases that remain are told in the end."""
    with BACKEND.start(CONTAINER) as owner:
        assert isinstance(owner, PostgresqlServer)
        context = BACKEND.start(ServerSettings(postgres=f"{owner.address.url('postgres')}?connect_timeout=2"))
        server = context.__enter__()
        assert isinstance(server, PostgresqlServer)
        container_of(owner, docker).kill()
        trouble = server.trouble()
        with pytest.raises(ServerError) as caught:
            context.__exit__(None, None, None)

    refused = r'connection to server at "[\d.]+", port \d+ failed: .*'
    assert re.fullmatch(refused, trouble or "")
    assert re.fullmatch(
        rf"The databases {server.run}\* cannot be removed from {server.description.removeprefix('url ')}\n"
        rf"  why: {refused}\n"
        r"  next: Remove them yourself when the server answers again\.",
        str(caught.value),
    )
