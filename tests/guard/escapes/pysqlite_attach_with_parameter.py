"""A SQLite file attached under a name that the statement does not hold."""

from __future__ import annotations

import sqlite3
from contextlib import closing


def attempt(production: dict[str, str]) -> None:
    """Write into the developer's database."""
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.execute("ATTACH DATABASE ? AS shop", (production["file"],))
        connection.execute("CREATE TABLE shop.{database} (id INTEGER)".format(**production))
