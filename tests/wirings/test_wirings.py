"""Every way in which projects wire their migrations runs as it is, on both databases, and touches no other one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.wirings.expected import GO_THEIR_OWN_WAY, NAMES, OTHERS, expected_of

if TYPE_CHECKING:
    from tests.wirings.conftest import Outcome, Surroundings

pytestmark = pytest.mark.container

ABOUT_THE_ENGINES = {"engine-behaviour"}
"""Rules that say what the two databases are like, whatever the project."""


def test_every_revision_runs_on_both_databases(outcome: Outcome) -> None:
    """What was applied is the history, on SQLite and on PostgreSQL."""
    applied = {
        side: {line.id for line in outcome.report.revisions if line.status[side] == "ok"} for side in ("dev", "prod")
    }
    meant = outcome.revisions - expected_of(outcome.name).stamped

    assert applied == {"dev": meant, "prod": meant}
    assert outcome.report.compared["revisions"] == len(meant) > 0
    assert outcome.report.compared["tables"] > 0


def test_report_is_parity_or_what_is_expected(outcome: Outcome) -> None:
    """A sound project gives no finding; the planted defects are found at their lines."""
    expected = expected_of(outcome.name)
    report = outcome.report
    found = [item for item in report.findings if item.rule not in ABOUT_THE_ENGINES]

    assert tuple((item.rule, item.severity, item.file, item.line) for item in found) == expected.findings
    assert tuple((item.what, item.why) for item in report.not_checked) == expected.not_checked
    assert report.verdict == expected.verdict


def test_files_of_the_project_are_unchanged(outcome: Outcome) -> None:
    """The developer's databases and every other file stay byte for byte, and no file is added."""
    assert outcome.after == outcome.before
    assert "dev.db" in outcome.before


def test_production_is_not_contacted(outcome: Outcome) -> None:
    """The server whose address the project and the environment name has logged no connection."""
    assert outcome.contacts == 0


@pytest.mark.parametrize("name", GO_THEIR_OWN_WAY)
def test_without_the_guard_it_is_met_or_a_file_is_changed(name: str, surroundings: Surroundings) -> None:
    """The two tests above can fail: with the URL in Alembic's Config alone, many projects get elsewhere."""
    outcome = surroundings.check(name, guard=False, interception=False, set_environment=False)

    assert outcome.contacts or outcome.after != outcome.before


def test_expectations_are_about_projects_that_exist() -> None:
    """Each expectation belongs to a folder of tests/projects."""
    assert OTHERS.keys() | set(GO_THEIR_OWN_WAY) <= set(NAMES)
