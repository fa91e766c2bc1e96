"""The database of the check, by asyncpg."""

from __future__ import annotations

import asyncio

import asyncpg
import sqlalchemy as sa


async def connect(url: str) -> str:
    """Connect in an event loop."""
    connection = await asyncpg.connect(url)
    name = await connection.fetchval("SELECT current_database()")
    await connection.close()
    return str(name)


def attempt(production: dict[str, str]) -> str | None:
    """Connect with the URL of the config."""
    if production["backend"] != "postgresql":
        return None
    url = sa.make_url(production["url"]).set(drivername="postgresql")
    return asyncio.run(connect(url.render_as_string(hide_password=False)))
