"""Where a PostgreSQL server listens, and how to talk to it."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NoReturn
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit

from harness.errors import ServerError

if TYPE_CHECKING:
    from psycopg2.extensions import connection

SHAPE = "postgresql://USER:PASSWORD@HOST:PORT/DATABASE"
CONNECT_SECONDS = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """A server, who connects to it, and the database in which administration is done.

    A host that begins with a slash is the directory of a Unix socket. `options` are the other connection
    parameters of libpq, as a URL holds them after its question mark.
    """

    host: str
    port: int
    user: str | None
    password: str | None = field(repr=False)
    database: str = "postgres"
    options: tuple[tuple[str, str], ...] = ()

    def url(self, database: str) -> str:
        """Give the URL of a database of this server, with the password."""
        user = "" if self.user is None else quote(self.user, safe="")
        password = "" if self.password is None else f":{quote(self.password, safe='')}"
        at = "@" if user or password else ""
        socket = self.host.startswith("/")
        host = "" if socket else f"[{self.host}]" if ":" in self.host else self.host
        options = (*self.options, ("host", self.host)) if socket else self.options
        query = f"?{urlencode(options, quote_via=quote)}" if options else ""
        return f"postgresql://{user}{password}{at}{host}:{self.port}/{quote(database, safe='')}{query}"

    def connect(self, application: str, *, seconds: int = CONNECT_SECONDS) -> connection:
        """Connect in autocommit mode under a name that the server shows. Raises psycopg2.Error.

        hostaddr and options are always set: PGHOSTADDR of the environment would lead to another server, and
        PGOPTIONS would change how this one answers.
        """
        import psycopg2  # noqa: PLC0415 - loaded only when a server is used

        parameters: dict[str, Any] = {
            "hostaddr": self.host if _is_number(self.host) else "",
            "options": "",
            "connect_timeout": seconds,
            **dict(self.options),
            "host": self.host,
            "port": self.port,
            "user": self.user,
            "password": self.password,
            "dbname": self.database,
            "application_name": application,
        }
        opened: connection = psycopg2.connect(**parameters)
        opened.autocommit = True
        return opened


def parse(url: str) -> Address:
    """Read the URL of a server. Raises ServerError, without showing any part of a URL that cannot be read."""
    try:
        parts = urlsplit(url)
        port = parts.port or 5432
    except ValueError:
        _refuse("its host or port is not valid")
    if parts.scheme.partition("+")[0] not in {"postgresql", "postgres"}:
        _refuse('it does not begin with "postgresql://"')
    options = dict(parse_qsl(parts.query, keep_blank_values=True))
    host = unquote(parts.hostname or "") or options.pop("host", "")
    if not host:
        _refuse("it names no host")
    user, password = options.pop("user", None), options.pop("password", None)
    return Address(
        host=host,
        port=port,
        user=user if parts.username is None else unquote(parts.username),
        password=password if parts.password is None else unquote(parts.password),
        database=unquote(parts.path.removeprefix("/")) or "postgres",
        options=tuple(options.items()),
    )


def _refuse(why: str) -> NoReturn:
    raise ServerError(
        "The URL of the PostgreSQL server cannot be used",
        why=why,
        next_step=f"Write it as {SHAPE}, with reserved characters of the password as %XX.",
    )


def _is_number(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True
