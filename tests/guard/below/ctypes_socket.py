"""A socket that the interpreter knows nothing of."""

from __future__ import annotations

import ctypes
import os
import socket
import struct


def attempt(production: dict[str, str]) -> None:
    """Call the C library."""
    library = ctypes.CDLL(None, use_errno=True)
    link = library.socket(socket.AF_INET, socket.SOCK_STREAM, 0)
    port = struct.pack("!H", int(production["published"]))
    address = struct.pack("H", socket.AF_INET) + port + socket.inet_aton("127.0.0.1") + bytes(8)
    if library.connect(link, address, len(address)) != 0:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
