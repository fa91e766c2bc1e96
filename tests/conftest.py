"""What the tests share: the Docker engine, and one server in a container for all of them."""

from __future__ import annotations

import os
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from harness.databases import ServerSettings
from harness.databases.postgresql import BACKEND, engine

if TYPE_CHECKING:
    from collections.abc import Iterator

    from docker import DockerClient

    from harness.databases import Server

pytest_plugins = ["pytester"]


@pytest.fixture(scope="session", autouse=True)
def _no_cache_of_the_user(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Let what checks keep for later ones go with the tests."""
    os.environ["XDG_CACHE_HOME"] = str(tmp_path_factory.mktemp("cache"))


@pytest.fixture(scope="session")
def docker() -> Iterator[DockerClient]:
    """Give a Docker engine. Where none answers, the test fails if CI is set, and is skipped otherwise."""
    try:
        client = engine.connect()
    except engine.ContainerUnavailableError as error:
        if os.environ.get("CI"):
            pytest.fail(f"CI must have a Docker engine: {error.why}")
        pytest.skip(f"no Docker engine answers: {error.why}")
    with closing(client):
        yield client


@pytest.fixture(scope="session")
def container_server() -> Iterator[Server]:
    """Give the PostgreSQL server that all tests share: a container, and without Docker outside CI the embedded one.

    `PARITY_TEST_IMAGE` names another image, as the matrix of CI does.
    """
    image = os.environ.get("PARITY_TEST_IMAGE", ServerSettings().image)
    kind = "container" if os.environ.get("CI") else "auto"
    with BACKEND.start(ServerSettings(postgres=kind, image=image)) as server:
        yield server


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what needs an engine or a browser: `make unit` leaves the first out."""
    for item in items:
        needs = set(getattr(item, "fixturenames", ()))
        if {"docker", "container_server", "_parity_keeper"} & needs:
            item.add_marker("container")
        if "browser" in needs:
            item.add_marker("browser")
