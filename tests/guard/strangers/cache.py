"""A cache, which the project can do without."""

from __future__ import annotations

import socket


def attempt(_production: dict[str, str]) -> None:
    """Connect by a number."""
    socket.create_connection(("192.0.2.1", 6379), timeout=1).close()
