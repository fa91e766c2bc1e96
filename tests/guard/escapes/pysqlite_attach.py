"""A SQLite file attached to a database in memory."""

from __future__ import annotations

import sqlite3
from contextlib import closing


def attempt(production: dict[str, str]) -> None:
    """Write into the developer's database."""
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.execute("ATTACH DATABASE '{file}' AS shop".format(**production))
        connection.execute("CREATE TABLE shop.{database} (id INTEGER)".format(**production))
