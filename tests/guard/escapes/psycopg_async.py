"""psycopg 3, asynchronous."""

from __future__ import annotations

import asyncio

import psycopg


async def connect(production: dict[str, str]) -> None:
    """Connect with keywords."""
    connection = await psycopg.AsyncConnection.connect(
        host=production["host"],
        port=int(production["port"]),
        user=production["user"],
        password=production["password"],
        dbname=production["database"],
    )
    await connection.close()


def attempt(production: dict[str, str]) -> None:
    """Connect in an event loop."""
    asyncio.run(connect(production))
