"""Statements that show a difference, on the real databases."""

from __future__ import annotations

from typing import TYPE_CHECKING

from harness.config import Settings
from harness.databases.postgresql.server import PostgresqlServer
from harness.pipeline import check
from tests.cli.projects import write_project

if TYPE_CHECKING:
    from pathlib import Path

    from harness.databases import Server

MADE = """\
action = "CASCADE" if op.get_bind().dialect.name == "postgresql" else "RESTRICT"
op.create_table("homes", sa.Column("id", sa.Integer(), primary_key=True))
op.execute(
    "CREATE TABLE pets (id integer NOT NULL PRIMARY KEY, home integer CONSTRAINT fk_pets_homes "
    f"REFERENCES homes ON DELETE {action})"
)"""


def test_key_that_names_no_columns(container_server: Server, tmp_path: Path) -> None:
    """SQLite keeps it as it was written; PostgreSQL knows to which columns it refers."""
    assert isinstance(container_server, PostgresqlServer)
    directory = write_project(tmp_path, MADE)

    report = check(directory, Settings(postgres=container_server.address.url("postgres")))

    (finding,) = (item for item in report.findings if item.kind == "fk")
    assert (finding.rule, finding.name) == ("constraint-differs", "fk_pets_homes")
