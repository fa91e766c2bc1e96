"""A socket, and PostgreSQL's protocol by hand."""

from __future__ import annotations

import socket
import struct


def attempt(production: dict[str, str]) -> None:
    """Say who is there, and answer the question for a password with nothing of sense."""
    words = f"user\0{production['user']}\0database\0{production['database']}\0\0".encode()
    with socket.create_connection((production["host"], int(production["port"])), timeout=5) as link:
        link.sendall(struct.pack("!II", len(words) + 8, 196608) + words)
        link.recv(1024)
        link.sendall(b"p" + struct.pack("!I", 6) + b"x\0")
        link.recv(1024)
