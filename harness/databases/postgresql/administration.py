"""What is asked of a PostgreSQL server, and done to its databases, over a connection for administration."""

from __future__ import annotations

import time
from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING

from harness.databases.postgresql.address import CONNECT_SECONDS

if TYPE_CHECKING:
    from collections.abc import Callable

    from psycopg2.extensions import connection

    from harness.databases.postgresql.address import Address

APPLICATION = "migration-parity"
_START_SECONDS = 2
_DISCONNECT_SECONDS = 10.0
_STEP = 0.005
_LOOK_EVERY = 0.2


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a server says of itself: `number` is its version as 170012, `icu` that it was built with ICU."""

    version: str
    number: int
    cluster: str
    role: str
    may_create: bool
    encoding: str
    collation: str
    icu: bool

    @property
    def oddity(self) -> str:
        """What to add to the description of a server that does not sort UTF-8 text by a locale, else ""."""
        if self.encoding == "UTF8" and self.collation not in {"C", "POSIX"}:
            return ""
        return f" (encoding {self.encoding}, collation {self.collation})"


def ask(address: Address, *, seconds: int = CONNECT_SECONDS) -> Answer:
    """Ask a server about itself. Raises psycopg2.Error when it does not answer within the seconds."""
    with closing(address.connect(APPLICATION, seconds=seconds)) as server, server.cursor() as cursor:
        cursor.execute(
            """
            SELECT current_setting('server_version'), current_setting('cluster_name'),
                   rolname, rolcreatedb OR rolsuper, pg_encoding_to_char(encoding), datcollate,
                   EXISTS (SELECT FROM pg_collation WHERE collname = 'und-x-icu')
            FROM pg_roles, pg_database
            WHERE rolname = current_user AND datname IN ('template0', current_database())
            ORDER BY datname = 'template0' DESC
            """
        )
        version, cluster, role, may_create, encoding, collation, icu = cursor.fetchall()[0]
        return Answer(
            version=version.split()[0],
            number=server.server_version,
            cluster=cluster,
            role=role,
            may_create=may_create,
            encoding=encoding,
            collation=collation,
            icu=icu,
        )


def wait_for_answer(
    address: Address, cluster: str, *, seconds: float, step: float, died: Callable[[], str | None]
) -> Answer:
    """Ask in short steps until the server whose cluster_name is `cluster` answers.

    `died` is asked five times a second, for of a container it costs a call to the engine. Raises
    ChildProcessError with what `died` knows, and TimeoutError with what the connection said last.
    """
    end = time.monotonic() + seconds
    next_look = 0.0
    while True:
        answer = _try_to_ask(address)
        if isinstance(answer, Answer):
            if answer.cluster == cluster:
                return answer
            answer = "another server answers there"
        now = time.monotonic()
        if now >= next_look:
            if reason := died():
                raise ChildProcessError(reason)
            next_look = now + _LOOK_EVERY
        if now >= end:
            raise TimeoutError(answer)
        time.sleep(step)


def _try_to_ask(address: Address) -> Answer | str:
    import psycopg2  # noqa: PLC0415 - loaded only when a server is used

    try:
        # Short, for a connection to the address of a container that died at once would wait until it times out.
        return ask(address, seconds=_START_SECONDS)
    except psycopg2.OperationalError as error:
        return said(error)


def drop_database(server: connection, name: str) -> None:
    """Remove a database if it is there, also while somebody is connected."""
    with server.cursor() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def end_connections(server: connection, name: str) -> None:
    """End the connections to the database, or of the application, of that name, and wait until they are gone.

    CREATE DATABASE would wait for them too, but looks only ten times a second.
    """
    end = time.monotonic() + _DISCONNECT_SECONDS
    with server.cursor() as cursor:
        while time.monotonic() < end:
            cursor.execute(
                """
                SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity
                WHERE %s IN (datname, application_name) AND backend_type = 'client backend'
                """,
                (name,),
            )
            if cursor.fetchall() == [(0,)]:
                return
            time.sleep(_STEP)


def said(error: BaseException) -> str:
    """Give what the server or libpq said, on one line."""
    return " ".join(str(error).split())


def databases(server: connection, beginning: str) -> list[tuple[str, str]]:
    """Give the name and the comment of each database whose name begins so."""
    with server.cursor() as cursor:
        cursor.execute(
            """
            SELECT datname, coalesce(shobj_description(oid, 'pg_database'), '')
            FROM pg_database WHERE starts_with(datname, %s)
            """,
            (beginning,),
        )
        return cursor.fetchall()
