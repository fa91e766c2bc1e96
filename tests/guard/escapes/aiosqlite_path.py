"""A SQLite file, opened by aiosqlite in a thread of its own."""

from __future__ import annotations

import asyncio

import aiosqlite


async def connect(production: dict[str, str]) -> None:
    """Write into the developer's database."""
    async with aiosqlite.connect(production["file"]) as connection:
        await connection.execute("CREATE TABLE {database} (id INTEGER)".format(**production))


def attempt(production: dict[str, str]) -> None:
    """Connect in an event loop."""
    asyncio.run(connect(production))
