"""An asynchronous engine for the URL of production."""

from __future__ import annotations

import asyncio

from sqlalchemy.ext.asyncio import create_async_engine


async def connect(production: dict[str, str]) -> None:
    """Connect and leave."""
    engine = create_async_engine("postgresql+asyncpg://{user}:{password}@{host}:{port}/{database}".format(**production))
    async with engine.connect():
        pass
    await engine.dispose()


def attempt(production: dict[str, str]) -> None:
    """Connect in an event loop."""
    asyncio.run(connect(production))
