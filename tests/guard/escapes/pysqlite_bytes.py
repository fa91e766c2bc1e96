"""A SQLite file whose name is bytes."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing


def attempt(production: dict[str, str]) -> None:
    """Write into the developer's database."""
    with closing(sqlite3.connect(os.fsencode(production["file"]))) as connection:
        connection.execute("CREATE TABLE {database} (id INTEGER)".format(**production))
