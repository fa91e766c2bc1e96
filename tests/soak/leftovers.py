"""What a check leaves: containers and databases by their owner, directories, processes by their mark."""

from __future__ import annotations

from contextlib import closing
from functools import partial
from typing import TYPE_CHECKING

from harness.databases.postgresql import engine
from harness.databases.postgresql.address import parse
from harness.databases.postgresql.engine import ContainerUnavailableError
from tests.databases.kinds import directories, soon

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from tests.cli.running import Running


def containers_of(pid: int) -> set[str]:
    """Give the containers that a process owns; none without an engine."""
    try:
        client = engine.connect()
    except ContainerUnavailableError:
        return set()
    with closing(client):
        found = client.api.containers(all=True, filters={"label": "migration-parity=1"})
    return {one["Id"][:12] for one in found if f"/{pid}/" in one["Labels"]["migration-parity.owner"]}


def databases_of(pid: int, postgres: str) -> set[str]:
    """Give the databases that a process owns on a given server."""
    if "://" not in postgres:
        return set()
    with closing(parse(postgres).connect("soak")) as server, server.cursor() as cursor:
        cursor.execute("SELECT datname, shobj_description(oid, 'pg_database') FROM pg_database")
        return {name for name, comment in cursor.fetchall() if f"/{pid}/" in (comment or "")}


def leftovers(runs: Iterable[Running], postgres: str = "", *, server_stays: bool = False) -> Iterator[str]:
    """Tell what runs that have ended leave behind, when their watchdogs have had their time."""
    for running in runs:
        pid = running.process.pid
        places: dict[str, Callable[[], set[str]]] = {
            "processes": running.processes,
            "directories": partial(directories, pid),
            "databases": partial(databases_of, pid, postgres),
            "containers": partial(containers_of, pid),
        }
        if server_stays:
            del places["containers"]
        for name, there in places.items():
            if not soon(partial(_is_empty, there)):
                yield f"left {name}: {sorted(there())}"


def _is_empty(there: Callable[[], set[str]]) -> bool:
    return not there()
