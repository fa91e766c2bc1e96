"""The project's own rows and statements, on the real databases."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from harness.config import Settings, load_settings
from harness.databases.postgresql.server import PostgresqlServer
from harness.errors import UsageError
from harness.model import Unchecked, Witness
from harness.pipeline import check
from harness.rules import all_rules
from tests.rules.projects import write_project

if TYPE_CHECKING:
    from pathlib import Path

    from harness.databases import Server
    from harness.model import Report

CheckRows = Callable[..., "Report"]


@pytest.fixture
def check_rows(container_server: Server, tmp_path: Path) -> CheckRows:
    """Give the check of the good example of a rule, with settings of its own."""
    assert isinstance(container_server, PostgresqlServer)
    postgres = container_server.address.url("postgres")
    directory = write_project(tmp_path, all_rules()["revision-fails-on-rows"], "good")
    return lambda **settings: check(directory, Settings(postgres=postgres, **settings))


@pytest.mark.container
def test_statement_that_both_refuse_shows_nothing(check_rows: CheckRows) -> None:
    """It is a mistake in the settings, and the report says so."""
    report = check_rows(rows=({"after": "0002", "statements": ["INSERT INTO items (id) VALUES ('x')"]},))

    assert [item.rule for item in report.findings if item.severity == "error"] == []
    assert (
        Unchecked(
            what="a statement of rows after 0002: INSERT INTO items (id) VALUES ('x')",
            why='both databases refuse it: invalid input syntax for type integer: "x"',
        )
        in report.not_checked
    )


@pytest.mark.container
def test_probe_is_shown_by_what_each_database_did(check_rows: CheckRows) -> None:
    """The finding names the table, the column and the revision that has them."""
    statement = "INSERT INTO items (id, label) VALUES (3000000000, 'a')"

    report = check_rows(probes=({"statement": statement},))

    (finding,) = (item for item in report.findings if item.rule == "probe-differs")
    refused = "refused: integer out of range"
    assert (finding.severity, finding.kind, finding.table, finding.columns) == (
        "error",
        "behaviour",
        "items",
        ("id", "label"),
    )
    assert finding.revision == "0002"
    assert finding.message == f"A statement of the project is accepted on dev and {refused} on prod."
    assert finding.witness == Witness(sql=statement, dev="accepted", prod=refused)


@pytest.mark.container
def test_without_rows_nothing_is_tried(check_rows: CheckRows) -> None:
    """`populate = false` compares schemas only."""
    report = check_rows(populate=False, probes=({"statement": "SELECT 1 / 0"},))

    assert report.findings == ()
    assert (report.compared["rows"], report.compared["probes"]) == (0, 0)


@pytest.mark.container
def test_rows_after_an_unknown_revision_are_refused(check_rows: CheckRows) -> None:
    """The error names the revision, and the last ones that there are."""
    with pytest.raises(UsageError) as caught:
        check_rows(rows=({"after": "0009", "statements": []},))

    assert caught.value.what == "The setting rows names a revision that the history does not have: '0009'"
    assert caught.value.why == "the last revisions are: 0001, 0002"


def test_rows_must_have_a_revision(tmp_path: Path) -> None:
    """A table of rows that lacks a key is refused before anything runs."""
    (tmp_path / "pyproject.toml").write_text("[[tool.migration-parity.rows]]\nstatements = []\n")

    with pytest.raises(UsageError) as caught:
        load_settings(tmp_path)

    assert (
        caught.value.what == "The setting rows must be tables with after, a revision, and statements, a list of texts"
    )
