"""A container that stays for the next runs, found again by its name.

Its name says of which image and with which settings it was started, for which user, and is taken by one container at
a time: the engine itself decides between two runs that start at once. Runs make databases of their own on it, and
remove them; its password is known to the engine alone, and stands in no file.
"""

from __future__ import annotations

import getpass
import hashlib
import time
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from functools import partial
from typing import TYPE_CHECKING

import psycopg2
from docker.errors import APIError, NotFound
from testcontainers.core.config import testcontainers_config
from testcontainers.core.docker_client import DockerClient

from harness.databases.postgresql import engine
from harness.databases.postgresql.address import Address
from harness.databases.postgresql.administration import APPLICATION, wait_for_answer
from harness.databases.postgresql.container import COMMAND, USER, created
from harness.databases.postgresql.external import sharing
from harness.errors import ServerError

if TYPE_CHECKING:
    from collections.abc import Iterator

    import docker
    from docker.models.containers import Container

    from harness.databases import Server, ServerSettings
    from harness.databases.postgresql.administration import Answer

LABEL = "migration-parity.kept"
IMAGE = "migration-parity.image"
OLDEST = timedelta(days=7)
ENDED = frozenset({"exited", "dead"})
_TAKEN = 409
_STEP = 0.05


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A kept server: `id` is the container's for ever, its name only while it is there.

    `busy` counts the connections of clients, None where it does not answer.
    """

    id: str
    name: str
    image: str
    status: str
    since: datetime
    busy: int | None


@contextmanager
def running(settings: ServerSettings) -> Iterator[Server]:
    """Give the kept server of these settings, started if there is none; it stays when the context ends.

    Raises as container.running does.
    """
    with closing(engine.connect()) as client:
        image = testcontainers_config.hub_image_name_prefix + settings.image
        engine.have_image(client, image)
        engine.sweep(client)
        _discard_old(client)
        try:
            name = name_for(str(client.images.get(image).id))
            address, answer = _found_or_made(client, name, settings)
            death = partial(engine.death, client.containers.get(name))
        except engine.ENGINE_ERRORS as error:
            raise _never(settings, engine.root(error)) from error
        with sharing(address, answer, f"container {settings.image}, kept", death) as server:
            yield server


def name_for(image: str) -> str:
    """Give the name of the container for an image, as the engine identifies it."""
    key = "\n".join([image, getpass.getuser(), *COMMAND])
    return f"parity_kept_{hashlib.sha256(key.encode()).hexdigest()[:16]}"


def all_kept(client: docker.DockerClient) -> list[Kept]:
    """Give the kept servers that the engine has, the oldest first."""
    found = client.containers.list(all=True, filters={"label": LABEL}, ignore_removed=True)
    return sorted((_described(container) for container in found), key=lambda item: item.since)


def _found_or_made(client: docker.DockerClient, name: str, settings: ServerSettings) -> tuple[Address, Answer]:
    """Find the server, or make it; another run may do either at the same time."""
    end = time.monotonic() + settings.start_timeout
    while time.monotonic() < end:
        try:
            container = client.containers.get(name)
        except NotFound:
            _make(name, settings)
            continue
        if engine.death(container) is not None:
            with suppress(APIError):  # another run removes it; its name may be that of a new one by now
                client.api.remove_container(str(container.id), force=True, v=True)
            continue
        address = _address(container)
        if address is not None:
            return address, _answer(address, name, container, end, settings)
        time.sleep(_STEP)
    raise _never(settings, f"no container named {name} could be started or found within {settings.start_timeout:g} s")


def _make(name: str, settings: ServerSettings) -> None:
    """Start the container, unless another run is quicker."""
    with closing(created(settings, name, {LABEL: "1", IMAGE: settings.image})) as container:
        try:
            container.launch()
        except ServerError as error:
            if not (isinstance(error.__cause__, APIError) and error.__cause__.status_code == _TAKEN):
                raise


def _answer(address: Address, name: str, container: Container, end: float, settings: ServerSettings) -> Answer:
    died = partial(engine.death, container)
    seconds = max(end - time.monotonic(), 1.0)
    try:
        return wait_for_answer(address, name, seconds=seconds, step=_STEP, died=died)
    except (ChildProcessError, TimeoutError) as error:
        raise _never(settings, str(error)) from None


def _never(settings: ServerSettings, why: str) -> ServerError:
    return ServerError(
        f"The kept PostgreSQL server in a container of {settings.image} does not answer",
        why=why,
        next_step="Remove it, and run again: parity servers stop",
    )


def _address(container: Container) -> Address | None:
    """Give where the server of a container answers; its password is what it was started with."""
    port = engine.published_port(container)
    given = dict(item.split("=", 1) for item in container.attrs["Config"]["Env"] if "=" in item)
    if port is None:
        return None
    host = DockerClient().host()
    host = "127.0.0.1" if host in engine.LOCAL_HOSTS else host
    return Address(host=host, port=port, user=USER, password=given.get("POSTGRES_PASSWORD", ""))


def _discard_old(client: docker.DockerClient) -> None:
    """Remove the kept servers that have ended, and those that are too old and that nobody uses."""
    with suppress(*engine.ENGINE_ERRORS):
        for kept in all_kept(client):
            is_old = datetime.now(timezone.utc) - kept.since > OLDEST and not kept.busy
            if is_old or kept.status in ENDED:
                with suppress(APIError):
                    client.api.remove_container(kept.id, force=True, v=True)


def _described(container: Container) -> Kept:
    since = datetime.fromisoformat(container.attrs["Created"][:19]).replace(tzinfo=timezone.utc)
    return Kept(
        id=str(container.id),
        name=str(container.name),
        image=container.labels.get(IMAGE, ""),
        status=container.status,
        since=since,
        busy=_clients(container) if container.status == "running" else None,
    )


def _clients(container: Container) -> int | None:
    """Count the connections to a server, but for this one."""
    try:
        address = _address(container)
        if address is None:
            return None
        with closing(address.connect(APPLICATION)) as server, server.cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM pg_stat_activity "
                "WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()"
            )
            return int(cursor.fetchall()[0][0])
    except (psycopg2.Error, *engine.ENGINE_ERRORS):
        return None
