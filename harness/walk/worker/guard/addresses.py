"""Places as sockets, libpq and SQLite name them, and whether two names mean the same place."""

from __future__ import annotations

import ipaddress
import os
import socket
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, unquote

if TYPE_CHECKING:
    from sqlalchemy.engine import URL

LOOPBACK = frozenset({"127.0.0.1", "::1"})
MEMORY = ("", ":memory:")
POSTGRESQL_PORT = 5432


def text_of(value: Any) -> str:
    """Give a host or a path as text; sockets and SQLite take bytes and path objects too."""
    return os.fsdecode(value) if isinstance(value, bytes | os.PathLike) else str(value)


def place_of(entry: str) -> tuple[str, int] | None:
    """Give host and port of "host:port" or "[address]:port"; None for anything else."""
    host, colon, port = entry.rpartition(":")
    if not colon or not port.isdigit():
        return None
    return host.removeprefix("[").removesuffix("]").lower(), int(port)


def server_of(target: URL) -> tuple[str, int, str | None]:
    """Give host (or the directory of the Unix socket), port and database of a target."""
    host = target.query.get("host") or target.host or ""
    port = target.query.get("port") or target.port or POSTGRESQL_PORT
    return str(host), int(str(port)), target.database


def socket_path(directory: str, port: int) -> str:
    """Give the Unix socket of a PostgreSQL server (PostgreSQL documentation, unix_socket_directories)."""
    return f"{directory}/.s.PGSQL.{port}"


def reaches(asked: str, own: str) -> bool:
    """Tell whether the host that is asked for is `own`, by name or by number.

    Only `own` is ever looked up: asking a name server for a stranger would already be a contact.
    """
    asked = asked.lower()
    if asked == own.lower():
        return True
    numbers = LOOPBACK if asked == "localhost" else _number(asked)
    return bool(numbers) and numbers <= _numbers_of(own.lower())


def is_number(host: str) -> bool:
    """Tell whether a host is a numeric address."""
    return bool(_number(host))


def _number(host: str) -> frozenset[str]:
    try:
        address = ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        return frozenset()
    return frozenset({str(getattr(address, "ipv4_mapped", None) or address)})


def _numbers_of(host: str) -> frozenset[str]:
    if host == "localhost":
        return LOOPBACK
    if number := _number(host):
        return number
    try:
        found = socket.getaddrinfo(host, None)
    except OSError:
        return frozenset()
    return frozenset().union(*(_number(str(one[4][0])) for one in found))


def sqlite_file(database: str) -> str | None:
    """Give the file that SQLite opens, None for a database in memory (https://www.sqlite.org/uri.html)."""
    if not database.startswith("file:"):
        return None if database in MEMORY else database
    path, _, query = database.removeprefix("file:").partition("#")[0].partition("?")
    if {value for name, value in parse_qsl(query, keep_blank_values=True) if name == "mode"} == {"memory"}:
        return None
    if path.startswith("//"):
        path = "/" + path.removeprefix("//").partition("/")[2]
    path = unquote(path).partition("\0")[0]
    return None if path in MEMORY else path
