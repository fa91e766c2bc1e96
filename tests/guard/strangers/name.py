"""A host that is only looked up."""

from __future__ import annotations

import socket


def attempt(_production: dict[str, str]) -> None:
    """Ask a name server."""
    socket.gethostbyname("db.example.com")
