"""SQLite in memory, in all its spellings."""

from __future__ import annotations

import sqlite3
from contextlib import closing


def attempt(_production: dict[str, str]) -> None:
    """Keep rows for as long as the process lasts."""
    for name in (":memory:", "", "file::memory:?cache=shared", "file:rows?mode=memory&cache=shared"):
        with closing(sqlite3.connect(name, uri=True)) as connection:
            connection.execute("ATTACH DATABASE ':memory:' AS other")
            connection.execute("CREATE TABLE other.items (id INTEGER)")
            connection.execute("VACUUM")
