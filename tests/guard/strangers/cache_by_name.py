"""A cache whose host has a name."""

from __future__ import annotations

import socket


def attempt(_production: dict[str, str]) -> None:
    """Connect by the name."""
    socket.create_connection(("cache.example.com", 6379), timeout=1).close()
