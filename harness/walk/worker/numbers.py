"""Sequences do not go back with a transaction: what was tried and undone leaves them where it took them."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

from .scopes import begin, rows_of, run

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy.engine import Connection

POSITIONS = (
    "SELECT format('%I.%I', schemaname, sequencename), coalesce(last_value, start_value), last_value IS NOT NULL "
    "FROM pg_sequences ORDER BY 1"
)


@contextlib.contextmanager
def keeping_numbers(connection: Connection) -> Iterator[None]:
    """Put the sequences of PostgreSQL back to where they stand now. SQLite's are rows, which a rollback restores."""
    if connection.dialect.name != "postgresql":
        yield
        return
    before = _positions(connection)
    yield
    now = _positions(connection)
    for name, (value, called) in before.items():
        if now.get(name, (value, called)) != (value, called):
            text = name.replace("'", "''")
            with begin(connection):
                run(connection, f"SELECT setval('{text}', {value}, {str(called).lower()})").fetchall()


def _positions(connection: Connection) -> dict[str, tuple[int, bool]]:
    scope = begin(connection)
    try:
        return {name: (value, called) for name, value, called in rows_of(connection, POSITIONS)}
    finally:
        scope.rollback()
