"""The rows of a partition are rows of its table, whatever a statement names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from harness.config import Settings
from harness.databases.postgresql.server import PostgresqlServer
from harness.pipeline import check
from tests.cli.projects import write_project

if TYPE_CHECKING:
    from pathlib import Path

    from harness.databases import Server

STEP = """\
if op.get_bind().dialect.name == "postgresql":
    op.execute("{postgresql}")
else:
    op.execute("{sqlite}")"""
MADE = STEP.format(
    postgresql="CREATE TABLE days (id integer PRIMARY KEY, visitors integer) PARTITION BY RANGE (id)",
    sqlite="CREATE TABLE days (id integer NOT NULL PRIMARY KEY, visitors integer)",
)
PARTITIONS = STEP.format(
    postgresql="CREATE TABLE days_old PARTITION OF days FOR VALUES FROM (1) TO (10);"
    "CREATE TABLE days_rest PARTITION OF days DEFAULT",
    sqlite="SELECT 1",
)
WRITTEN = 'op.execute("INSERT INTO days (id, visitors) VALUES (1, 5)")'
DROPPED = STEP.format(postgresql="DROP TABLE days_old", sqlite="DELETE FROM days WHERE id < 10")
ADDED = STEP.format(
    postgresql="INSERT INTO days_rest (id, visitors) VALUES (90, 7)",
    sqlite="INSERT INTO days (id, visitors) VALUES (90, 7)",
)
NOTHING = 'op.execute("SELECT 1")'


def test_statement_names_a_partition(container_server: Server, tmp_path: Path) -> None:
    """The table is read after it, so that both databases have the same rows."""
    assert isinstance(container_server, PostgresqlServer)
    directory = write_project(tmp_path, MADE, PARTITIONS, WRITTEN, DROPPED, ADDED, NOTHING)

    report = check(directory, Settings(postgres=container_server.address.url("postgres")))

    assert [item.message for item in report.findings if item.kind == "data"] == []
    assert report.compared["rows"] > 0
