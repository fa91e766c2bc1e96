"""A collector of statistics."""

from __future__ import annotations

import socket


def attempt(_production: dict[str, str]) -> None:
    """Count a start, by UDP."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as link:
        link.sendto(b"starts:1|c", ("192.0.2.1", 8125))
