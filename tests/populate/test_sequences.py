"""Sequences that a revision leaves behind its rows, in tables that hold generated rows by then."""

from __future__ import annotations

from typing import TYPE_CHECKING

from harness.config import Settings
from harness.databases.postgresql.server import PostgresqlServer
from harness.pipeline import check
from tests.compare.test_cases import CASES, project_of

if TYPE_CHECKING:
    from pathlib import Path

    from harness.databases import Server


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

    found = [(item.rule, item.table) for item in report.findings if item.rule != "engine-behaviour"]
    assert found == [("identity-differs", "tags"), ("identity-differs", "events")]
