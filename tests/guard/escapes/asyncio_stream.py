"""A stream of asyncio, and PostgreSQL's protocol by hand."""

from __future__ import annotations

import asyncio
import struct


async def connect(production: dict[str, str]) -> None:
    """Say who is there, and answer the question for a password with nothing of sense."""
    words = f"user\0{production['user']}\0database\0{production['database']}\0\0".encode()
    reader, writer = await asyncio.open_connection(production["host"], int(production["port"]))
    writer.write(struct.pack("!II", len(words) + 8, 196608) + words)
    await reader.read(1024)
    writer.write(b"p" + struct.pack("!I", 6) + b"x\0")
    await reader.read(1024)
    writer.close()


def attempt(production: dict[str, str]) -> None:
    """Connect in an event loop."""
    asyncio.run(connect(production))
