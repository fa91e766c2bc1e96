"""Sequences that a revision leaves behind its rows, in tables that hold generated rows by then."""

from __future__ import annotations

from typing import TYPE_CHECKING

from harness.config import Settings
from harness.databases.postgresql.server import PostgresqlServer
from harness.pipeline import check
from tests.cli.projects import SAME, write_project
from tests.compare.test_cases import CASES, project_of

if TYPE_CHECKING:
    from pathlib import Path

    from harness.databases import Server

GROWN = [f'op.add_column("items", sa.Column("size_{number}", sa.Integer()))' for number in range(1, 6)]
"""Until no more rows are generated for the table."""
OWN_ROWS = """\
op.execute("INSERT INTO items (id, label) VALUES (1, 'one'), (2, 'two')")
if op.get_bind().dialect.name == "postgresql":
    op.execute("SELECT setval('items_id_seq', 2)")"""
FILL = "op.execute(\"UPDATE items SET label = coalesce(label, '')\")"


def test_generated_rows_do_not_change_what_is_found(container_server: Server, tmp_path: Path) -> None:
    """Their keys are larger than those of the revision, and its sequence stood behind them."""
    assert isinstance(container_server, PostgresqlServer)
    project = project_of(CASES / "sequences_behind_rows", tmp_path)

    report = check(project, Settings(postgres=container_server.address.url("postgres")))

    found = [(item.rule, item.table, item.healed_in) for item in report.findings if item.rule != "engine-behaviour"]
    assert found == [("sequence-behind", "marks", None), ("sequence-behind", "roles", "0003")]


def test_a_column_that_is_not_numbered_by_its_sequence_is_never_behind(
    container_server: Server, tmp_path: Path
) -> None:
    """Its keys are texts or UUIDs, which have no next one, or they are given."""
    assert isinstance(container_server, PostgresqlServer)
    project = project_of(CASES / "sequences_without_numbers", tmp_path)

    report = check(project, Settings(postgres=container_server.address.url("postgres")))

    found = [(item.table, item.healed_in) for item in report.findings if item.rule == "sequence-behind"]
    assert found == [("logs", "0002")]


def test_a_sequence_that_is_behind_generated_rows_only(container_server: Server, tmp_path: Path) -> None:
    """A revision set it for its own rows; a later one changes the table, one more its rows."""
    assert isinstance(container_server, PostgresqlServer)
    project = write_project(tmp_path, SAME, *GROWN, OWN_ROWS, 'op.drop_column("items", "size_5")', FILL)

    report = check(project, Settings(postgres=container_server.address.url("postgres")))

    assert [item.rule for item in report.findings if item.rule != "engine-behaviour"] == []
    assert report.verdict == "parity"
