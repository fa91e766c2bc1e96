"""SQLite: a private folder with one file for each database."""

from __future__ import annotations

import contextlib
import os
import shutil
import sqlite3
from contextlib import closing, contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from harness.databases import Backend, Database
from harness.databases._lifetime.directory import private_directory
from harness.errors import ServerError
from harness.model import Facts, TypeSpelling

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from pathlib import Path

    from harness.databases import Server, ServerSettings

# https://www.sqlite.org/tempfiles.html
_COMPANIONS = ("", "-journal", "-wal", "-shm")


@dataclass(frozen=True, slots=True, kw_only=True)
class SqliteServer:
    """A folder of database files."""

    directory: Path
    copies: Path | None = None
    backend: str = "sqlite"
    version: str = sqlite3.sqlite_version
    description: str = "file"
    provisional: str | None = None

    @property
    def outlives(self) -> bool:
        """Tell whether there is a directory for copies."""
        return self.copies is not None

    def create(self, template: str | None = None) -> Database:
        """Make an empty database, for an empty file is one, or a copy of one that is kept."""
        name = f"parity_{os.urandom(16).hex()}.db"
        path = self.directory / name
        try:
            self._fill(path, template)
        except OSError as error:
            raise self._failure("No SQLite database can be made", error.strerror or str(error)) from error
        return Database(backend=self.backend, name=name, url=f"sqlite:///{path.as_posix()}")

    def _fill(self, path: Path, template: str | None) -> None:
        path.touch(mode=0o600, exist_ok=False)
        if template is not None and self.copies is not None:
            shutil.copyfile(self.copies / f"{template}.db", path)

    def keep(self, database: Database, name: str) -> None:
        """Copy a database into the directory for copies: it is whole there, or not there."""
        if self.copies is None:
            return
        copy = self.clone(database)
        (self.directory / copy.name).chmod(0o600)
        try:
            shutil.move(self.directory / copy.name, self.copies / f"{name}.part")
            (self.copies / f"{name}.part").replace(self.copies / f"{name}.db")
        except OSError as error:
            raise self._failure("A SQLite database cannot be kept", error.strerror or str(error)) from error

    def kept(self) -> frozenset[str]:
        """Give the names of the files in the directory for copies."""
        return frozenset(path.stem for path in self.copies.glob("*.db")) if self.copies is not None else frozenset()

    def forget(self, names: Collection[str]) -> None:
        """Remove the files of copies."""
        if self.copies is not None:
            for name in names:
                (self.copies / f"{name}.db").unlink(missing_ok=True)

    def clone(self, source: Database) -> Database:
        """Copy a database, by SQLite's own backup: a plain copy would miss what still lies in its log."""
        copy = self.create()
        existing = f"{(self.directory / source.name).as_uri()}?mode=rw"
        try:
            with (
                closing(sqlite3.connect(existing, uri=True, timeout=0)) as original,
                closing(sqlite3.connect(self.directory / copy.name)) as target,
            ):
                original.execute("BEGIN")
                original.execute("SELECT count(*) FROM sqlite_master")  # else backup() waits for ever on a writer
                original.backup(target)
        except sqlite3.Error as error:
            self.drop(copy)
            raise self._failure(f"The SQLite database {source.name} cannot be copied", str(error)) from error
        return copy

    def renew(self, database: Database, successor: Database | None = None) -> Database:
        """Rename the files, and put the successor's or an empty one in their place."""
        other = self.create()
        for companion in _COMPANIONS:
            with contextlib.suppress(FileNotFoundError):
                (self.directory / f"{database.name}{companion}").replace(self.directory / f"{other.name}{companion}")
        if successor is None:
            self._fill(self.directory / database.name, None)
        else:
            (self.directory / successor.name).replace(self.directory / database.name)
        return other

    def drop(self, database: Database) -> None:
        """Remove the file, with its journal and log."""
        for companion in _COMPANIONS:
            (self.directory / f"{database.name}{companion}").unlink(missing_ok=True)

    def trouble(self) -> str | None:
        """Give None while the folder is there."""
        return None if self.directory.is_dir() else f"its folder {self.directory} is gone"

    def _failure(self, what: str, why: str) -> ServerError:
        return ServerError(
            what,
            why=self.trouble() or why,
            next_step=f"Look at the free space and the permissions of {self.directory.parent}.",
        )


# SQLite takes any word for a type, and decides by parts of it ("Datatypes In SQLite", 3.1).
# SQLAlchemy's own spellings come first; what is left has an affinity, and NUMERIC turns text of digits into a number.
FACTS = Facts(
    has_zones=False,
    names_every_constraint=False,
    types=tuple(
        TypeSpelling(pattern=pattern, family=family)
        for pattern, family in (
            (r"SMALLINT|INT2|TINYINT", "smallint"),
            (r"INTEGER|INT|INT4|MEDIUMINT", "integer"),
            (r"BIGINT|INT8", "bigint"),
            (r"(?:N?VARCHAR|(?:NATIONAL )?CHAR(?:ACTER)? VARYING)(?: ?\((?P<length>\d+)\))?", "varchar"),
            (r"VARYING CHARACTER(?: ?\((?P<length>\d+)\))?", "varchar"),
            (r"(?:NATIVE |NATIONAL )?N?CHAR(?:ACTER)?(?: ?\((?P<length>\d+)\))?", "char"),
            (r"(?:TEXT|CLOB)\((?P<length>\d+)\)", "varchar"),
            (r"TEXT|CLOB", "text"),
            (r"(?:NUMERIC|DECIMAL|DEC)(?: ?\((?P<length>\d+)(?:, ?(?P<scale>\d+))?\))?", "numeric"),
            (r"FLOAT|REAL|DOUBLE|DOUBLE PRECISION", "double"),
            (r"BOOLEAN|BOOL", "boolean"),
            (r"DATE", "date"),
            (r"DATETIME|TIMESTAMP(?:TZ|(?:\(\d\))?(?: WITH(?:OUT)? TIME ZONE)?)", "timestamp"),
            (r"TIME(?:TZ|(?:\(\d\))?(?: WITH(?:OUT)? TIME ZONE)?)", "time"),
            (r"JSONB?", "json"),
            (r"BLOB|BYTEA", "bytes"),
            (r".*INT.*", "bigint"),
            (r".*(?:CHAR|CLOB|TEXT).*", "text"),
            (r"|.*BLOB.*", "bytes"),
            (r".*(?:REAL|FLOA|DOUB).*", "double"),
        )
    ),
)


@contextmanager
def start(settings: ServerSettings) -> Iterator[Server]:
    """Give a folder for databases, and remove it with all of them in the end."""
    with private_directory(settings.directory) as directory:
        yield SqliteServer(directory=directory, copies=settings.copies)


BACKEND = Backend(
    name="sqlite",
    start=start,
    facts=FACTS,
)
