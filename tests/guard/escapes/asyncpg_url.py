"""asyncpg."""

from __future__ import annotations

import asyncio

import asyncpg


async def connect(production: dict[str, str]) -> None:
    """Connect with a URL."""
    connection = await asyncpg.connect("postgres://{user}:{password}@{host}:{port}/{database}".format(**production))
    await connection.close()


def attempt(production: dict[str, str]) -> None:
    """Connect in an event loop."""
    asyncio.run(connect(production))
