"""An event loop, which talks to itself through a pair of sockets."""

from __future__ import annotations

import asyncio
import socket


async def work() -> int:
    """Let a thread of the loop wake it."""
    return await asyncio.to_thread(sum, (1, 2))


def attempt(_production: dict[str, str]) -> int:
    """Run a loop, and use a pair of sockets."""
    here, there = socket.socketpair()
    with here, there:
        here.sendall(b"!")
        there.recv(1)
    return asyncio.run(work())
