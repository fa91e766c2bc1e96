"""A service behind a Unix socket."""

from __future__ import annotations

import socket


def attempt(_production: dict[str, str]) -> None:
    """Connect to its file."""
    with socket.socket(socket.AF_UNIX) as link:
        link.connect("/run/shop/.s.PGSQL.5432")
