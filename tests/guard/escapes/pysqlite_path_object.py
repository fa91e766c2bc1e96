"""A SQLite file whose name is a path object."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path


def attempt(production: dict[str, str]) -> None:
    """Write into the developer's database."""
    with closing(sqlite3.connect(Path(production["file"]))) as connection:
        connection.execute("CREATE TABLE {database} (id INTEGER)".format(**production))
