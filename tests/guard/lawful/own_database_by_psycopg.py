"""The database of the check, by psycopg 3."""

from __future__ import annotations

import asyncio

import psycopg
import sqlalchemy as sa


async def connect(url: str) -> str:
    """Connect in an event loop."""
    async with await psycopg.AsyncConnection.connect(url) as connection:
        return connection.info.dbname


def attempt(production: dict[str, str]) -> list[str]:
    """Connect in both ways."""
    if production["backend"] != "postgresql":
        return []
    url = sa.make_url(production["url"]).set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(url) as connection:
        return [connection.info.dbname, asyncio.run(connect(url))]
