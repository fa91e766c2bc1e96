"""The SQLite file of the check."""

from __future__ import annotations

import asyncio
import os
import sqlite3
from contextlib import closing
from pathlib import Path

import aiosqlite
import sqlalchemy as sa


async def connect(path: str) -> None:
    """Connect in an event loop."""
    async with aiosqlite.connect(path) as connection:
        await connection.execute("SELECT 1")


def attempt(production: dict[str, str]) -> None:
    """Open it by every spelling of its name."""
    if production["backend"] != "sqlite":
        return
    path = sa.make_url(production["url"]).database
    assert path is not None
    for name in (path, os.fsencode(path), Path(path), Path(path).as_uri(), f"file:{path}?mode=ro", f"file://{path}"):
        is_uri = isinstance(name, str) and name.startswith("file:")
        with closing(sqlite3.connect(name, uri=is_uri)) as connection:
            connection.execute("SELECT 1")
    asyncio.run(connect(path))
