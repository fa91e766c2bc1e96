"""A running PostgreSQL server, wherever it came from: its databases, and what it says about itself."""

from __future__ import annotations

import os
import time
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime, timezone
from typing import TYPE_CHECKING

from harness.databases import Database
from harness.databases.postgresql.administration import APPLICATION, databases, drop_database, end_connections, said
from harness.errors import ServerError

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator

    from psycopg2.extensions import connection

    from harness.databases.postgresql.address import Address

EMPTY = "template0"
KEPT = "parity_kept_"
KEPT_MARK = "migration-parity kept since "
# CREATE DATABASE ... STRATEGY came with version 15; in memory, file_copy takes half as long as the default.
_FIRST_WITH_STRATEGY = 150000
_LOOK_EVERY = 0.2
_DEATH_SECONDS = 5.0
_CONNECTIONS = 2
"""One that times out proves nothing on a machine that is busy for a moment."""


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

    @property
    def outlives(self) -> bool:
        """Tell whether others use the server as well: that of this run alone is thrown away."""
        return self.comment is not None

    def create(self, template: str | None = None) -> Database:
        """Make an empty database, from template0: no database of the server is read. Or copy one that is kept."""
        return self._create(template or EMPTY)

    def keep(self, database: Database, name: str) -> None:
        """Copy a database of this run, and mark it as kept since today."""
        self._check_own(database)
        if self.outlives:
            self._create(database.name, name, f"{KEPT_MARK}{datetime.now(timezone.utc).date()}")

    def kept(self) -> frozenset[str]:
        """Give the names of the databases that carry the mark."""
        with self._administration("The kept databases cannot be listed") as server:
            return _kept(server)

    def forget(self, names: Collection[str]) -> None:
        """Remove databases that carry the mark."""
        with self._administration("What is kept cannot be removed") as server:
            for name in sorted(_kept(server).intersection(names)):
                drop_database(server, name)

    def clone(self, source: Database) -> Database:
        """Copy a database of this run. Connections to the source are ended, for a template may have none."""
        self._check_own(source)
        return self._create(source.name)

    def renew(self, database: Database, successor: Database | None = None) -> Database:
        """Rename a database of this run, and give its name to the successor, or to a new one."""
        self._check_own(database)
        name = self._new_name()
        with self._administration("No PostgreSQL database can be renamed") as server, server.cursor() as cursor:
            end_connections(server, database.name)
            cursor.execute(f'ALTER DATABASE "{database.name}" RENAME TO "{name}"')
            if successor is not None:
                cursor.execute(f'ALTER DATABASE "{successor.name}" RENAME TO "{database.name}"')
        if successor is None:
            self._create(EMPTY, database.name)
        return Database(backend=self.backend, name=name, url=self.address.url(name))

    def drop(self, database: Database) -> None:
        """Remove a database of this run, also while somebody is connected."""
        self._check_own(database)
        with self._administration(f"The database {database.name} cannot be removed") as server:
            drop_database(server, database.name)

    def trouble(self) -> str | None:
        """Give None while the server answers, else why it died or what the connection said."""
        import psycopg2  # noqa: PLC0415 - loaded only when a server is used

        refusal = ""
        for _ in range(_CONNECTIONS):
            # First, for a connection to the address of a dead container waits until it times out.
            if death := self.diagnose():
                return death
            try:
                self.address.connect(APPLICATION).close()
            except psycopg2.Error as error:
                refusal = said(error)
            else:
                return None
        return self._death_soon() or refusal

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

    def _create(self, template: str, name: str | None = None, comment: str | None = None) -> Database:
        name, comment = name or self._new_name(), comment or self.comment
        strategy = " STRATEGY file_copy" if self.disposable and self.number >= _FIRST_WITH_STRATEGY else ""
        with self._administration("No PostgreSQL database can be made") as server, server.cursor() as cursor:
            if template.startswith(self.run):
                end_connections(server, template)
            cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"{strategy}')
            if comment is not None:
                cursor.execute(f'COMMENT ON DATABASE "{name}" IS %s', (comment,))
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


def _kept(server: connection) -> frozenset[str]:
    return frozenset(name for name, comment in databases(server, KEPT) if comment.startswith(KEPT_MARK))
