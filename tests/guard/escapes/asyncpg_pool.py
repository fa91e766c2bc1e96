"""A pool of asyncpg."""

from __future__ import annotations

import asyncio

import asyncpg


async def connect(production: dict[str, str]) -> None:
    """Fill the pool."""
    async with asyncpg.create_pool(
        host=production["host"],
        port=int(production["port"]),
        user=production["user"],
        password=production["password"],
        database=production["database"],
        min_size=1,
    ):
        pass


def attempt(production: dict[str, str]) -> None:
    """Connect in an event loop."""
    asyncio.run(connect(production))
