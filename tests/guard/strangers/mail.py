"""A mail server on IPv6."""

from __future__ import annotations

import socket


def attempt(_production: dict[str, str]) -> None:
    """Connect by a number."""
    with socket.socket(socket.AF_INET6) as link:
        link.connect(("2001:db8::1", 25))
