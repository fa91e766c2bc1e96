"""What a revision tells the driver itself is seen by nobody but the database."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from harness.config import Settings
from harness.databases.postgresql.server import PostgresqlServer
from harness.pipeline import check
from tests.cli.projects import write_project

if TYPE_CHECKING:
    from pathlib import Path

    from harness.databases import Server

MADE = 'op.create_table("items", sa.Column("id", sa.Integer(), primary_key=True), sa.Column("label", sa.String(20)))'
WRITTEN = """\
if op.get_bind().dialect.name == "postgresql":
    op.get_bind().connection.cursor().execute("INSERT INTO items (id, label) VALUES (900, 'a')")"""
LATER = 'op.add_column("items", sa.Column("more", sa.Integer()))'


@pytest.mark.parametrize(
    ("steps", "revision"),
    [
        ((MADE, WRITTEN, LATER), "0002"),
        ((f"{MADE}\n{WRITTEN}", LATER, LATER.replace("more", "other")), "0001"),
    ],
)
def test_rows_are_read_after_the_revision(
    container_server: Server, tmp_path: Path, steps: tuple[str, ...], revision: str
) -> None:
    """So that the revision that wrote them is blamed, and none after it."""
    assert isinstance(container_server, PostgresqlServer)
    directory = write_project(tmp_path, *steps)

    report = check(directory, Settings(postgres=container_server.address.url("postgres")))

    (finding,) = (item for item in report.findings if item.kind == "data" and item.severity == "error")
    assert (finding.rule, finding.table, finding.revision) == ("values-differ", "items", revision)
