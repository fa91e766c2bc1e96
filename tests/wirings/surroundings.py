"""What surrounds a project on a developer's machine: databases that a check must not touch."""

from __future__ import annotations

import hashlib
import shutil
import socket
import sqlite3
import threading
from contextlib import closing, suppress
from typing import TYPE_CHECKING

from tests.wirings.expected import PROJECTS

if TYPE_CHECKING:
    from pathlib import Path

HOST, PORT = "production.invalid", "54329"
"""How the projects write the address of production."""
DEVELOPER_FILES = ("dev.db", "instance/dev.db")


class Production:
    """A port that stands for production: whoever connects is counted and sent away."""

    def __init__(self) -> None:
        self.contacts = 0
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._socket.getsockname()[1])
        threading.Thread(target=self._serve, daemon=True).start()

    @property
    def url(self) -> str:
        """The URL that a project's environment has."""
        return f"postgresql://shop:s3cret@127.0.0.1:{self.port}/shop"

    def _serve(self) -> None:
        with suppress(OSError):
            while True:
                connection, _address = self._socket.accept()
                self.contacts += 1
                connection.close()

    def close(self) -> None:
        """Listen no more."""
        self._socket.close()


def set_up(name: str, directory: Path, production: Production) -> Path:
    """Copy a project as it is, but for the address of production; give it a developer's databases."""
    root = directory / name
    shutil.copytree(PROJECTS / name, root, ignore=shutil.ignore_patterns("__pycache__"))
    for path in root.rglob("*"):
        if path.is_file():
            text = path.read_text(encoding="utf-8")
            path.write_text(text.replace(HOST, "127.0.0.1").replace(PORT, str(production.port)), encoding="utf-8")
    for file in DEVELOPER_FILES:
        (root / file).parent.mkdir(exist_ok=True)
        with closing(sqlite3.connect(root / file)) as database:
            database.execute("CREATE TABLE mine (precious TEXT)")
            database.commit()
    return root


def fingerprints(root: Path) -> dict[str, str]:
    """Give a hash of each file of a project."""
    return {
        str(path.relative_to(root)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(root.rglob("*"))
        if path.is_file()
    }
