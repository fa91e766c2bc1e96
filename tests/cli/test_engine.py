"""A Docker engine that ends in the middle of a check: it is told, and the next run removes what had to stay."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from harness.databases.postgresql import kept
from tests.cli.projects import SAME, write_project
from tests.cli.running import Ended, Running, parity, settled
from tests.cli.severed import Engine, engine_in
from tests.databases.kinds import soon

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from docker import DockerClient

    Owned = Callable[[int], set[str]]

WAITING = """\
import os, pathlib, time
if op.get_bind().dialect.name == "postgresql":
    pathlib.Path(os.environ["WAITING"]).touch()
    while not pathlib.Path(os.environ["WAITING"] + ".over").exists():
        time.sleep(0.05)"""
DATABASES = "SELECT count(*) FROM pg_database WHERE starts_with(datname, 'parity_')"
AWAY = (
    "parity: The postgresql server ({}) stopped during the walk\n"
    "  why: the Docker engine does not answer: No such file or directory\n"
    "  next: Run again; when it repeats, look at the server's memory and disk.\n"
)


def said(ended: Ended, directory: Path) -> str:
    """Give what is said of a check that could not run."""
    assert (ended.status, ended.out) == (2, "")
    return settled(ended.err, directory)


class Waiting:
    """A check whose revision waits until it is told to go on."""

    def __init__(self, directory: Path, engine: Engine, *arguments: str, user: str = "") -> None:
        self._mark = directory / "waiting"
        write_project(directory / "shop", SAME, WAITING)
        given = ("check", "--postgres", "container", *arguments)
        mark = str(self._mark)
        self.running = Running(directory / "shop", *given, DOCKER_HOST=engine.host, LOGNAME=user, WAITING=mark)
        assert soon(self._mark.exists)

    def end(self) -> Ended:
        """Let it go on, and wait for its end."""
        self._mark.with_suffix(".over").touch()
        return self.running.end()


def following(directory: Path, engine: Engine, *arguments: str, user: str = "") -> Running:
    """Run the next check, which passes and leaves nothing."""
    project = write_project(directory / "next", SAME)
    given = ("check", "--quiet", "--postgres", "container", *arguments)
    running = Running(project, *given, DOCKER_HOST=engine.host, LOGNAME=user)
    ended = running.end()
    assert (ended.status, ended.err) == (0, "")
    return running


@pytest.mark.parametrize("how", ["unreachable", "restarted"])
def test_engine_that_ends_in_the_walk(tmp_path: Path, docker: DockerClient, containers_of: Owned, how: str) -> None:
    """An engine that is started anew has ended its containers, and none is removed while it is away."""
    with engine_in(tmp_path) as engine:
        check = Waiting(tmp_path, engine)
        engine.cut()
        for container in containers_of(check.running.process.pid) if how == "restarted" else ():
            docker.api.kill(container)

        assert said(check.end(), tmp_path) == AWAY.format("container postgres:17")
        assert check.running.leaves_nothing()
        assert containers_of(check.running.process.pid) != set()

        engine.restore()
        after = following(tmp_path, engine)
        assert containers_of(check.running.process.pid) == set()
        assert containers_of(after.process.pid) == set()


@pytest.fixture
def user(docker: DockerClient, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Give a user who has no kept server yet; the one that is made is removed."""
    monkeypatch.setenv("LOGNAME", user := f"tests-{os.urandom(6).hex()}")
    yield user
    docker.api.remove_container(name_of_kept(docker), force=True, v=True)


def name_of_kept(docker: DockerClient) -> str:
    """Give the name of the present user's kept server."""
    return kept.name_for(str(docker.images.get("postgres:17").id))


def test_engine_that_ends_while_a_kept_server_is_used(tmp_path: Path, docker: DockerClient, user: str) -> None:
    """The server runs on without its engine, so the databases of the run go with the run."""
    with engine_in(tmp_path) as engine:
        check = Waiting(tmp_path, engine, "--keep-server", user=user)
        engine.cut()

        assert said(check.end(), tmp_path) == AWAY.format("container postgres:17, kept")
        container = docker.containers.get(name_of_kept(docker))
        assert container.exec_run(["psql", "-U", "parity", "-Atc", DATABASES, "postgres"]) == (0, b"0\n")
        engine.restore()
        following(tmp_path, engine, "--keep-server", user=user)


@pytest.mark.usefixtures("docker")
def test_engine_that_ends_at_the_start(tmp_path: Path) -> None:
    """No container was made, and none is waited for."""
    project = write_project(tmp_path / "shop", SAME)
    with engine_in(tmp_path, cut_at=b"/containers/create") as engine:
        ended = parity(project, "check", "--postgres", "container", DOCKER_HOST=engine.host)

    assert said(ended, tmp_path) == (
        "parity: A container of postgres:17 cannot be started\n"
        "  why: Remote end closed connection without response\n"
        "  next: See whether this works: docker run --rm postgres:17\n"
    )
