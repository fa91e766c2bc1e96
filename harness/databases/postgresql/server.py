"""A running PostgreSQL server, wherever it came from: its databases, and what it says about itself."""

from __future__ import annotations

import os
import time
from contextlib import closing, contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from harness.databases import Database
from harness.databases.postgresql.address import CONNECT_SECONDS
from harness.errors import ServerError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from psycopg2.extensions import connection

    from harness.databases.postgresql.address import Address

APPLICATION = "migration-parity"
# CREATE DATABASE ... STRATEGY came with version 15; in memory, file_copy takes half as long as the default.
_FIRST_WITH_STRATEGY = 150000
_START_SECONDS = 2
_DISCONNECT_SECONDS = 10.0
_STEP = 0.005
_LOOK_EVERY = 0.2
_DEATH_SECONDS = 5.0


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


@dataclass(frozen=True, slots=True, kw_only=True)
class PostgresqlServer:
    """A server on which this run makes databases, all of them named `run` and something random.

    `diagnose` tells why the machine behind the address died, or None. `disposable` says that the whole server
    is thrown away; on others every database carries `comment`, by which a later run knows a leftover.
    """

    address: Address
    version: str
    number: int
    description: str
    run: str
    diagnose: Callable[[], str | None]
    provisional: str | None = None
    disposable: bool = True
    comment: str | None = None
    backend: str = "postgresql"

    def create(self) -> Database:
        """Make an empty database, from template0: no database of the server is read."""
        return self._create("template0")

    def clone(self, source: Database) -> Database:
        """Copy a database of this run. Connections to the source are ended, for a template may have none."""
        self._check_own(source)
        return self._create(source.name)

    def renew(self, database: Database) -> Database:
        """Rename a database of this run, and make an empty one of its name. Connections to it are ended."""
        self._check_own(database)
        name = self._new_name()
        with self._administration("No PostgreSQL database can be renamed") as server, server.cursor() as cursor:
            end_connections(server, database.name)
            cursor.execute(f'ALTER DATABASE "{database.name}" RENAME TO "{name}"')
        self._create("template0", database.name)
        return Database(backend=self.backend, name=name, url=self.address.url(name))

    def drop(self, database: Database) -> None:
        """Remove a database of this run, also while somebody is connected."""
        self._check_own(database)
        with self._administration(f"The database {database.name} cannot be removed") as server:
            drop_database(server, database.name)

    def trouble(self) -> str | None:
        """Give None while the server answers, else why it died or what the connection said."""
        import psycopg2  # noqa: PLC0415 - loaded only when a server is used

        # First, for a connection to the address of a dead container waits until it times out.
        if death := self.diagnose():
            return death
        try:
            self.address.connect(APPLICATION).close()
        except psycopg2.Error as error:
            return self._death_soon() or said(error)
        return None

    def _death_soon(self) -> str | None:
        """Ask for a moment why the machine died: connections end before the system knows of a process's end."""
        end = time.monotonic() + _DEATH_SECONDS
        while self.disposable and time.monotonic() < end:
            if death := self.diagnose():
                return death
            time.sleep(_LOOK_EVERY)
        return None

    def _new_name(self) -> str:
        return f"{self.run}{os.urandom(6).hex()}"

    def _create(self, template: str, name: str | None = None) -> Database:
        name = name or self._new_name()
        strategy = " STRATEGY file_copy" if self.disposable and self.number >= _FIRST_WITH_STRATEGY else ""
        with self._administration("No PostgreSQL database can be made") as server, server.cursor() as cursor:
            if template != "template0":
                end_connections(server, template)
            cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"{strategy}')
            if self.comment is not None:
                cursor.execute(f'COMMENT ON DATABASE "{name}" IS %s', (self.comment,))
        return Database(backend=self.backend, name=name, url=self.address.url(name))

    def _check_own(self, database: Database) -> None:
        if not database.name.startswith(self.run):
            raise ServerError(
                f"The database {database.name} is left alone",
                why="another server made it",
                next_step="Hand each database to the server that made it.",
            )

    @contextmanager
    def _administration(self, what: str) -> Iterator[connection]:
        """Connect to the maintenance database; what fails there becomes a ServerError."""
        import psycopg2  # noqa: PLC0415 - loaded only when a server is used

        try:
            with closing(self.address.connect(self.run)) as server:
                yield server
        except psycopg2.Error as error:
            raise ServerError(
                what,
                why=self.trouble() or said(error),
                next_step=f"Look after the server ({self.description}), then run the check again.",
            ) from error


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
