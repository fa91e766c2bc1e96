"""A SQLite file as a URI."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path


def attempt(production: dict[str, str]) -> None:
    """Write into the developer's database."""
    uri = f"{Path(production['file']).as_uri()}?mode=rw"
    with closing(sqlite3.connect(uri, uri=True)) as connection:
        connection.execute("CREATE TABLE {database} (id INTEGER)".format(**production))
