"""A program that is not known as a client."""

from __future__ import annotations

import subprocess
import sys


def attempt(production: dict[str, str]) -> None:
    """Let another interpreter connect."""
    script = f"import socket; socket.create_connection(('127.0.0.1', {production['published']}))"
    subprocess.run([sys.executable, "-c", script], check=True)
