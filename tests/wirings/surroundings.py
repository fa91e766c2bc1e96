"""What surrounds a project on a developer's machine: databases that a check must not touch."""

from __future__ import annotations

import hashlib
import shutil
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tests.guard.production import published_port
from tests.wirings.expected import PROJECTS

if TYPE_CHECKING:
    from pathlib import Path

    from tests.guard.production import Production as Watched

HOST, PORT = "production.invalid", "54329"
"""How the projects write the address of production."""
USER, PASSWORD = "shop", "s3cret"
DATABASES = ("shop", "orders", "stock", "statistics")
DEVELOPER_FILES = ("dev.db", "instance/dev.db")


@dataclass(frozen=True, slots=True, kw_only=True)
class Production:
    """A PostgreSQL server that logs who connects, with the databases that the projects name, and their user."""

    watched: Watched

    def make(self) -> None:
        """Let the projects in: whoever is not held back arrives."""
        self.watched.listen()
        with closing(self.watched.server.address.connect("tests")) as connection:
            connection.autocommit = True
            with connection.cursor() as cursor:
                cursor.execute(f"CREATE ROLE {USER} LOGIN SUPERUSER PASSWORD '{PASSWORD}'")
                for database in DATABASES:
                    cursor.execute(f"CREATE DATABASE {database} OWNER {USER}")

    @property
    def port(self) -> int:
        """The port of this machine that leads to it."""
        return published_port(self.watched.docker, self.watched.server)

    @property
    def url(self) -> str:
        """The URL that a project's environment has."""
        return f"postgresql://{USER}:{PASSWORD}@127.0.0.1:{self.port}/shop"

    @property
    def contacts(self) -> int:
        """How many connections have reached it."""
        return len(self.watched.contacts())


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
