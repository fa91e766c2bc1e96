"""A second PostgreSQL server that writes down who connects, a developer's file, and a project that tries both."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import sqlite3
import sys
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from harness.walk.process import WorkerProcess

if TYPE_CHECKING:
    import pytest
    from docker import DockerClient

    from harness.databases.postgresql.server import PostgresqlServer

HERE = Path(__file__).parent
INI = "[alembic]\nscript_location = migrations\nsqlalchemy.url = sqlite:///dev.db\n"
ENV = """\
from alembic import context
from sqlalchemy import engine_from_config, pool

{first}
engine = engine_from_config(context.config.get_section("alembic"), poolclass=pool.NullPool)
with engine.connect() as connection:
    context.configure(connection=connection)
    with context.begin_transaction():
        context.run_migrations()
"""
ATTEMPTS = """\
from attempts_of_env import attempt_all

attempt_all(context.config.get_main_option("sqlalchemy.url"))
"""
REVISION = """\
import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade():
    op.create_table("items", sa.Column("id", sa.Integer(), primary_key=True))
"""
PSQL = """\
#!{python}
import sys

import psycopg2

psycopg2.connect(sys.argv[1]).close()
"""
"""Stands in for psql, which not every machine has: a program of that name, which connects."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Production:
    """The server, with the log of its container."""

    server: PostgresqlServer
    docker: DockerClient

    def listen(self) -> None:
        """Have it log every connection and, before each line, the database that is asked for."""
        with closing(self.server.address.connect("tests")) as connection, connection.cursor() as cursor:
            for setting in ("log_connections = 'on'", "log_line_prefix = 'backend=%p database=%d '"):
                cursor.execute(f"ALTER SYSTEM SET {setting}")
            cursor.execute("SELECT pg_reload_conf()")

    def contacts(self) -> dict[str, str]:
        """Give each connection that reached it, from the first packet on, with the database that was asked for.

        Left out are those to the maintenance database. Servers of other runs look there whether they are ready, and
        the address of a container is soon that of another one.
        """
        log = self.docker.containers.get(self.server.run).logs().decode()
        lines = re.findall(r"backend=(\d+) database=(\S*) (.*)", log)
        received = {backend for backend, _, text in lines if text.startswith("LOG:  connection received")}
        asked = {backend: database for backend, database, _ in lines if backend in received}
        return {backend: database for backend, database in asked.items() if database != "postgres"}

    def asked_for(self) -> set[str]:
        """Give the databases that somebody asked for."""
        return set(self.contacts().values())

    def project(self, directory: Path, attempts: Path) -> Path:
        """Write a project whose env.py makes the attempts of a folder before it migrates."""
        versions = directory / "migrations" / "versions"
        versions.mkdir(parents=True)
        (directory / "alembic.ini").write_text(INI, encoding="utf-8")
        (directory / "migrations" / "env.py").write_text(ENV.format(first=ATTEMPTS), encoding="utf-8")
        (versions / "0001_items.py").write_text(REVISION, encoding="utf-8")
        shutil.copy(HERE / "attempts.py", directory / "attempts_of_env.py")
        shutil.copytree(attempts, directory / "attempts", ignore=shutil.ignore_patterns("__pycache__"))
        with closing(sqlite3.connect(directory / "dev.db")) as connection:
            connection.execute("CREATE TABLE orders (id INTEGER PRIMARY KEY)")
        address = self.server.address
        place = {"host": address.host, "port": str(address.port), "user": address.user, "password": address.password}
        place["published"] = str(published_port(self.docker, self.server))
        (directory / "production.json").write_text(
            json.dumps({**place, "file": str(directory / "dev.db")}), encoding="utf-8"
        )
        psql = directory / "bin" / "psql"
        psql.parent.mkdir()
        psql.write_text(PSQL.format(python=sys.executable), encoding="utf-8")
        psql.chmod(0o755)
        return directory


def published_port(docker: DockerClient, server: PostgresqlServer) -> int:
    """Give the port of this machine that leads to a server in a container."""
    (published, *_) = docker.containers.get(server.run).attrs["NetworkSettings"]["Ports"]["5432/tcp"]
    return int(published["HostPort"])


def outcomes(project: Path, backend: str) -> dict[str, str]:
    """Give what came of each attempt."""
    found: dict[str, str] = json.loads((project / f"outcomes_{backend}.json").read_text(encoding="utf-8"))
    return found


def digest(project: Path) -> str:
    """Give the hash of the developer's file."""
    return hashlib.sha256((project / "dev.db").read_bytes()).hexdigest()


def tables(project: Path) -> set[str]:
    """Give the tables of the developer's file."""
    with closing(sqlite3.connect(project / "dev.db")) as connection:
        return {name for (name,) in connection.execute("SELECT name FROM sqlite_master")}


def let_workers(monkeypatch: pytest.MonkeyPatch, **layers: bool) -> None:
    """Start the workers without a layer of their protection. No setting and no option can say that."""
    real = WorkerProcess.begin

    def begin(worker: WorkerProcess, spec: dict[str, Any]) -> None:
        real(worker, {**spec, **layers})

    monkeypatch.setattr(WorkerProcess, "begin", begin)
