"""Ask the database itself, from outside the project's process, which revisions its version table holds."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

    from harness.databases import Database


def committed(database: Database, tables: Iterable[tuple[str | None, str]]) -> frozenset[str]:
    """Give the revisions in the version tables; a table that is not there holds none.

    What the project's own connection sees may never be committed; what a second connection sees is.
    """
    found: set[str] = set()
    with closing(_connect(database)) as connection:
        for schema, name in dict.fromkeys(tables):
            cursor = connection.cursor()
            where = f"{_quoted(schema)}.{_quoted(name)}" if schema else _quoted(name)
            try:
                cursor.execute(f"SELECT version_num FROM {where}")
                found |= {str(row[0]) for row in cursor.fetchall()}
            except Exception as error:
                if type(error).__name__ not in {"OperationalError", "UndefinedTable"}:
                    raise
                connection.rollback()
    return frozenset(found)


def _connect(database: Database) -> Any:
    if database.backend == "sqlite":
        return sqlite3.connect(database.url.removeprefix("sqlite:///"))
    import psycopg2  # noqa: PLC0415 - a check of two SQLite files needs no driver

    return psycopg2.connect(database.url)


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
