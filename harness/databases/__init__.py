"""Servers and the databases of this run: one module for each backend, found by its `BACKEND`.

A database that is made here has a random name, which is the proof that a connection reached it and no other.
Importing this package loads no driver and no Docker library; starting a server does.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Collection
    from contextlib import AbstractContextManager
    from pathlib import Path

    from harness.model import Facts


@dataclass(frozen=True, slots=True, kw_only=True)
class Database:
    """One empty database made by this run.

    `name` is unique and random: the name of the database, or of the file without its directory.
    `url` is for SQLAlchemy, without a driver and with the password, which no repr shows.
    """

    backend: str
    name: str
    url: str = field(repr=False)


class Server(Protocol):
    """Where the databases of a backend live. Every method raises ServerError when the server fails."""

    @property
    def backend(self) -> str:
        """The name of the backend, such as "postgresql"."""

    @property
    def version(self) -> str:
        """The version of the server, such as "17.2"."""

    @property
    def description(self) -> str:
        """What reports print: "file", "container postgres:17", "embedded 18.6", "url 127.0.0.1:5432"."""

    @property
    def provisional(self) -> str | None:
        """Why a verdict from this server is provisional, or None."""

    @property
    def outlives(self) -> bool:
        """Tell whether the server is there after this run, so that it can keep copies."""

    def create(self, template: str | None = None) -> Database:
        """Make an empty database, or one that holds what the copy kept under that name does."""

    def keep(self, database: Database, name: str) -> None:
        """Copy a database of this server for later runs, under a name. Connections to it are ended."""

    def kept(self) -> frozenset[str]:
        """Give the names of the copies that are kept."""

    def forget(self, names: Collection[str]) -> None:
        """Remove kept copies, as far as they are there."""

    def clone(self, source: Database) -> Database:
        """Copy a database of this server with all it holds. Connections to the source are ended."""

    def renew(self, database: Database, successor: Database | None = None) -> Database:
        """Put another database, or an empty one, in the place of this one, which is given back under another name.

        Connections to both are ended.
        """

    def drop(self, database: Database) -> None:
        """Remove a database of this server, also while somebody is connected."""

    def trouble(self) -> str | None:
        """Give None while the server answers, else what is known of why it does not."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ServerSettings:
    """Which servers to start, and how.

    `postgres` is auto, container, embedded or the URL of a server. `image` names the container's image, and
    by its tag the major version that is wanted. `start_timeout` is in seconds. `directory` is where temporary
    files go; None lets the system choose. `keep` asks for a container that stays for the next runs. `copies` is where
    SQLite keeps copies for later runs; None: nowhere.
    """

    postgres: str = "auto"
    image: str = "postgres:17"
    start_timeout: float = 60.0
    directory: Path | None = None
    keep: bool = False
    copies: Path | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Backend:
    """A kind of database: `start` gives a running server, which is gone when its context ends."""

    name: str
    start: Callable[[ServerSettings], AbstractContextManager[Server]]
    facts: Facts
