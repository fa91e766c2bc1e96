"""A PostgreSQL server that somebody else runs, in a container of the tests: its disks can be small, and it may die."""

from __future__ import annotations

import os
import socket
from contextlib import closing, contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from harness.databases.postgresql.address import parse
from harness.databases.postgresql.administration import wait_for_answer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from docker import DockerClient
    from docker.models.containers import Container

    from harness.databases.postgresql.address import Address

IMAGE = "postgres:17"
SECONDS = 60
COMMAND = "-c fsync=off -c checkpoint_completion_target=0 -c cluster_name={}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Theirs:
    """The server: its container, and where it answers."""

    container: Container
    address: Address

    @property
    def url(self) -> str:
        """Its URL, as a user gives it."""
        return self.address.url("postgres")

    def wait(self) -> None:
        """Wait until it answers."""
        cluster = str(self.container.name)
        wait_for_answer(self.address, cluster, seconds=SECONDS, step=0.05, died=lambda: None)

    def databases(self) -> set[str]:
        """Give the databases of any run that are there."""
        with closing(self.address.connect("tests")) as server, server.cursor() as cursor:
            cursor.execute("SELECT datname FROM pg_database WHERE starts_with(datname, 'parity_')")
            return {name for (name,) in cursor.fetchall()}

    def ends_a_sleeper(self) -> bool:
        """End the connection in which a revision sleeps, as an administrator does; tell whether there was one."""
        with closing(self.address.connect("tests")) as server, server.cursor() as cursor:
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE query LIKE 'SELECT pg_sleep%' AND state = 'active' AND pid <> pg_backend_pid()"
            )
            return cursor.fetchall() == [(True,)]


@contextmanager
def started(docker: DockerClient, **sizes: str) -> Iterator[Theirs]:
    """Start one, with a disk of a size for its `data` and for its `log`; it is removed in the end."""
    password, name = os.urandom(8).hex(), f"tests-{os.urandom(6).hex()}"
    port = _free_port()  # a port that stays when the container is started again
    places = {"data": "/pgdata", "log": "/pglog"}
    container = docker.containers.create(
        IMAGE,
        COMMAND.format(name),
        name=name,
        environment={
            "POSTGRES_PASSWORD": password,
            "PGDATA": "/pgdata",
            "POSTGRES_INITDB_ARGS": "--no-sync",
            **({"POSTGRES_INITDB_WALDIR": "/pglog/wal"} if "log" in sizes else {}),
        },
        ports={"5432/tcp": ("127.0.0.1", port)},
        tmpfs={places[what]: f"size={size}" for what, size in sizes.items()},
    )
    try:
        container.start()
        theirs = Theirs(
            container=container, address=parse(f"postgresql://postgres:{password}@127.0.0.1:{port}/postgres")
        )
        theirs.wait()
        yield theirs
    finally:
        container.remove(force=True, v=True)


def _free_port() -> int:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
