"""A Docker engine whose socket can be cut: a proxy before the real one, which goes on for everybody else."""

from __future__ import annotations

import os
import socket
import threading
from contextlib import ExitStack, contextmanager, suppress
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from docker.constants import DEFAULT_UNIX_SOCKET
from testcontainers.core.docker_client import get_docker_host

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

AT_ONCE = 65536


class Engine:
    """The proxy; `cut_at` is the beginning of a request that the engine does not live to see."""

    def __init__(self, path: Path, cut_at: bytes = b"") -> None:
        self.path = path
        self.host = f"unix://{path}"
        self._cut_at = cut_at
        self._open = ExitStack()
        self.restore()

    def restore(self) -> None:
        """Let it answer."""
        listener = socket.socket(socket.AF_UNIX)
        self._open.callback(_end, listener)
        listener.bind(str(self.path))
        listener.listen()
        threading.Thread(target=self._accept, args=[listener], daemon=True).start()

    def cut(self) -> None:
        """End all connections, and listen no more."""
        self.path.unlink(missing_ok=True)
        self._cut_at = b""
        self._open.close()

    def _accept(self, listener: socket.socket) -> None:
        with suppress(OSError):
            while True:
                theirs = listener.accept()[0]
                real = _connected()
                for one in (theirs, real):
                    self._open.callback(_end, one)
                threading.Thread(target=self._pass_on, args=[theirs, real], daemon=True).start()
                threading.Thread(target=self._pass_on, args=[real, theirs], daemon=True).start()

    def _pass_on(self, source: socket.socket, target: socket.socket) -> None:
        with suppress(OSError):
            while said := source.recv(AT_ONCE):
                if self._cut_at and self._cut_at in said:
                    self.cut()
                    return
                target.sendall(said)
        _shut(target)


@contextmanager
def engine_in(directory: Path, cut_at: bytes = b"") -> Iterator[Engine]:
    """Give one whose socket lies in a directory."""
    engine = Engine(directory / "engine", cut_at)
    try:
        yield engine
    finally:
        engine.cut()


def _end(one: socket.socket) -> None:
    _shut(one)
    one.close()


def _shut(one: socket.socket) -> None:
    with suppress(OSError):
        one.shutdown(socket.SHUT_RDWR)


def _connected() -> socket.socket:
    """Connect to the real engine."""
    host = urlsplit(get_docker_host() or os.environ.get("DOCKER_HOST") or DEFAULT_UNIX_SOCKET.removeprefix("http+"))
    if host.scheme == "unix":
        real = socket.socket(socket.AF_UNIX)
        real.connect(host.path)
        return real
    return socket.create_connection((host.hostname or "", host.port or 0))
