"""A SQLite file as a URI whose letters are escaped."""

from __future__ import annotations

import sqlite3
from contextlib import closing


def attempt(production: dict[str, str]) -> None:
    """Write into the developer's database."""
    uri = "file:" + "".join(f"%{letter:02x}" for letter in production["file"].encode())
    with closing(sqlite3.connect(uri, uri=True)) as connection:
        connection.execute("CREATE TABLE {database} (id INTEGER)".format(**production))
