"""From no server: whether one can be started here, and what a bare container takes until it answers."""

from __future__ import annotations

import os
import time
from contextlib import closing
from functools import partial
from typing import TYPE_CHECKING, Any, cast

from docker.errors import ImageNotFound
from testcontainers.core.config import testcontainers_config
from testcontainers.core.docker_client import DockerClient

from benchmarks.processes import BenchmarkError
from harness.databases.postgresql import embedded, engine
from harness.databases.postgresql.address import Address
from harness.databases.postgresql.administration import wait_for_answer
from harness.errors import ServerError

if TYPE_CHECKING:
    from docker import DockerClient as Engine

STARTED = ("container", "embedded")
"""The servers that a check can start itself, as `--postgres` names them."""
LOOPBACK = "127.0.0.1"
SECONDS = 60.0
STEP = 0.02


def cannot_start(image: str) -> dict[str, str]:
    """Give which of those servers cannot be had here, and why. The image is looked for, and not pulled."""
    found = {}
    try:
        with closing(engine.connect()) as client:
            client.images.get(_full_name(image))
        if not _is_local():
            found["container"] = "the Docker engine is on another machine"
    except ImageNotFound:
        found["container"] = f"the image {image} is not there, and is not pulled"
    except ServerError as error:
        found["container"] = _in_short(error)
    try:
        embedded.programs(image)
    except embedded.BinariesMissingError as error:
        found["embedded"] = _in_short(error)
    return found


def bare_start(image: str) -> float:
    """Run a container with the settings of its image, and give the seconds until it answers a query over its port.

    It is asked in short steps, as a check asks its own container, which is known by other settings alone. The container
    is gone in the end. Raises BenchmarkError when it does not answer.
    """
    name, password = f"benchmark_{os.urandom(10).hex()}", os.urandom(24).hex()
    with closing(engine.connect()) as client:
        try:
            return _until_answer(client, _full_name(image), name, password)
        except (*engine.ENGINE_ERRORS, ServerError) as error:
            raise BenchmarkError(f"A bare container of {image} does not answer: {engine.root(error)}") from error
        finally:
            engine.remove(os.environ.get("DOCKER_HOST", ""), name)


def _until_answer(client: Engine, image: str, name: str, password: str) -> float:
    begun = time.perf_counter()
    container = client.containers.run(
        image,
        name=name,
        labels=engine.labels(),  # by them the next check removes what a killed run leaves behind
        environment={"POSTGRES_PASSWORD": password},
        ports={"5432/tcp": cast("Any", (LOOPBACK, None))},
        detach=True,
    )
    port = engine.published_port(container)
    if port is None:
        raise ChildProcessError(engine.death(container) or "its port is not published")
    address = Address(host=LOOPBACK, port=port, user="postgres", password=password)
    wait_for_answer(address, "", seconds=SECONDS, step=STEP, died=partial(engine.death, container))
    return time.perf_counter() - begun


def _is_local() -> bool:
    client = DockerClient()
    with closing(client.client):
        return client.host() in engine.LOCAL_HOSTS


def _full_name(image: str) -> str:
    return testcontainers_config.hub_image_name_prefix + image


def _in_short(error: ServerError) -> str:
    return f"{error.what[0].lower()}{error.what[1:]}"
