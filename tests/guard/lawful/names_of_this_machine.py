"""The names of this machine, and numbers."""

from __future__ import annotations

import contextlib
import socket


def attempt(_production: dict[str, str]) -> None:
    """Look up what needs no name server."""
    socket.getaddrinfo("localhost", 80)
    socket.getaddrinfo("192.0.2.1", 80)
    socket.getaddrinfo(None, 80)
    socket.gethostbyname("127.0.0.1")
    with contextlib.suppress(socket.gaierror):
        socket.gethostbyname(socket.gethostname())
    socket.getfqdn()
