"""ATTACH and VACUUM INTO open another file on a connection that is ours, and raise no audit event."""

from __future__ import annotations

import functools
import sqlite3
import sqlite3.dbapi2
from typing import TYPE_CHECKING, Any

from .forbidden import Forbidden

if TYPE_CHECKING:
    from .permission import Permission

COMPUTED = "(a name that the statement computes)"


def watch_attachments(permission: Permission) -> None:
    """Give every connection of the interpreter's SQLite an authorizer (https://www.sqlite.org/c3ref/set_authorizer.html)."""
    real = sqlite3.connect

    def authorize(action: int, file: str | None, *_: str | None) -> int:
        if action != sqlite3.SQLITE_ATTACH:
            return sqlite3.SQLITE_OK
        try:
            permission.check_sqlite(COMPUTED if file is None else file)
        except Forbidden:
            return sqlite3.SQLITE_DENY
        return sqlite3.SQLITE_OK

    @functools.wraps(real)
    def connect(*arguments: Any, **options: Any) -> sqlite3.Connection:
        connection: sqlite3.Connection = real(*arguments, **options)
        connection.set_authorizer(authorize)
        return connection

    for module in (sqlite3, sqlite3.dbapi2):
        module.connect = connect  # type: ignore[attr-defined] # a module
