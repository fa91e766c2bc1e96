"""PostgreSQL does not roll sequences back: they are set back, so that ids begin anew in each test, as on SQLite."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sqlalchemy.pool import PoolProxiedConnection

_NOW = """
SELECT string_agg(
    'SELECT setval(' || quote_literal(quote_ident(schemaname) || '.' || quote_ident(sequencename)) || '::regclass, '
        || coalesce(last_value, start_value)::text || ', ' || (last_value IS NOT NULL)::text || ')',
    '; ')
FROM pg_sequences
"""


def as_they_are(connection: PoolProxiedConnection) -> str | None:
    """Give the statements that set all sequences back to where they are now; None where there are no sequences."""
    with closing(connection.cursor()) as cursor:
        cursor.execute(_NOW)
        rows: list[Any] = list(cursor.fetchall())
    statements: str | None = rows[0][0]
    return statements
