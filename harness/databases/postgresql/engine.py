"""The Docker engine: whether it answers, its images, and the containers that must not stay."""

from __future__ import annotations

import os
import socket
import sys
from contextlib import closing, suppress
from typing import TYPE_CHECKING

import docker
from docker.constants import DEFAULT_UNIX_SOCKET
from docker.errors import APIError, DockerException, ImageNotFound, NotFound
from requests.exceptions import RequestException
from testcontainers.core.docker_client import DockerClient, get_docker_host

from harness.databases._lifetime.owner import is_gone, this_process
from harness.errors import ServerError

if TYPE_CHECKING:
    from docker.models.containers import Container

OTHER_SERVER = "--postgres embedded"
# What Docker's library raises when the engine refuses, and when it is not there.
ENGINE_ERRORS = (DockerException, RequestException, OSError)
_LABEL = "migration-parity"
_OWNER_LABEL = "migration-parity.owner"
_UNIX = "unix://"
_SECONDS = 10
_PULL_SECONDS = 300  # without a sign of progress
_LAST_LINES = 10
LOCAL_HOSTS = frozenset({"localhost", "127.0.0.1", "::1"})


class ContainerUnavailableError(ServerError):
    """No container can be started here: no engine answers, or the image cannot be had."""


def connect() -> docker.DockerClient:
    """Connect to the engine that testcontainers uses. Raises ContainerUnavailableError when none answers."""
    host = get_docker_host() or DEFAULT_UNIX_SOCKET.removeprefix("http+")
    try:
        _knock(host)
        client = DockerClient(timeout=_SECONDS).client
        client.ping()
    except ENGINE_ERRORS as error:
        raise ContainerUnavailableError(
            "No Docker engine answers",
            why=f"{host}: {root(error)}",
            next_step=f"Start Docker, or set DOCKER_HOST, or use another server: {OTHER_SERVER}",
        ) from error
    return client


def have_image(engine: docker.DockerClient, image: str) -> None:
    """Pull the image unless it is there. Raises ContainerUnavailableError with the engine's words."""
    try:
        try:
            engine.images.get(image)
        except ImageNotFound:
            engine.api.timeout = _PULL_SECONDS
            engine.images.pull(image)
    except ENGINE_ERRORS as error:
        raise ContainerUnavailableError(
            f"The image {image} cannot be pulled",
            why=root(error),
            next_step=f"See whether this works: docker pull {image}; or use another server: {OTHER_SERVER}",
        ) from error


def _knock(host: str) -> None:
    """Connect to the engine's socket and hang up: Docker's library leaks a socket when nobody answers."""
    if sys.platform != "win32" and host.startswith(_UNIX):
        with closing(socket.socket(socket.AF_UNIX)) as probe:
            probe.settimeout(_SECONDS)
            probe.connect(host.removeprefix(_UNIX))


def labels() -> dict[str, str]:
    """Give the labels by which a later run knows a container and its owner."""
    return {_LABEL: "1", _OWNER_LABEL: this_process()}


def sweep(engine: docker.DockerClient) -> None:
    """Remove the containers that killed runs left behind."""
    with suppress(*ENGINE_ERRORS):
        for found in engine.api.containers(all=True, filters={"label": f"{_LABEL}=1"}):
            if is_gone(found["Labels"].get(_OWNER_LABEL, "")):
                with suppress(APIError):
                    engine.api.remove_container(found["Id"], force=True, v=True)


def remove(docker_host: str, name: str) -> None:
    """Remove a container and its volumes, if it is there. Raises ServerError when it stays."""
    environment = {**os.environ, "DOCKER_HOST": docker_host} if docker_host else dict(os.environ)
    try:
        ssh = docker_host.startswith("ssh://")
        with closing(docker.from_env(environment=environment, use_ssh_client=ssh)) as engine:
            engine.api.remove_container(name, force=True, v=True)
    except NotFound:
        return
    except ENGINE_ERRORS as error:
        if "already in progress" in root(error):
            return
        raise ServerError(
            f"The container {name} cannot be removed",
            why=root(error),
            next_step=f"Remove it yourself: docker rm -fv {name}",
        ) from error


def death(container: Container) -> str | None:
    """Tell how a container ended, with the last lines of its log; None while it runs."""
    try:
        container.reload()
        if container.status in {"created", "running", "restarting"}:
            return None
        status = container.attrs["State"]["ExitCode"]
        return f"the container is {container.status}, exit status {status}; {last_lines(container)}"
    except NotFound:
        return "the container was removed"
    except ENGINE_ERRORS as error:
        return f"the Docker engine does not answer: {root(error)}"


def last_lines(container: Container) -> str:
    """Give the last lines of a container's log."""
    with suppress(*ENGINE_ERRORS):
        log = container.logs(tail=_LAST_LINES).decode(errors="replace").strip()
        return f"its last lines:\n{log}"
    return "its log cannot be read"


def published_port(container: Container) -> int | None:
    """Give the port of this machine at which the server in a container answers, None before it is published."""
    container.reload()
    published = container.attrs["NetworkSettings"]["Ports"].get("5432/tcp")
    return int(published[0]["HostPort"]) if published else None


def root(error: BaseException) -> str:
    """Give the innermost reason: the words of the engine or the system, without those of libraries."""
    if isinstance(error, APIError) and error.explanation:
        return str(error.explanation)
    for inner in (error.__cause__, error.__context__, *error.args):
        if isinstance(inner, BaseException):
            return root(inner)
    return getattr(error, "strerror", None) or str(error)
