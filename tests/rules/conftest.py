"""Checks of small projects, on SQLite and on the shared server."""

from __future__ import annotations

import functools
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from harness.databases.postgresql.server import PostgresqlServer
from harness.model import Comparison, Report, Rule
from harness.pipeline import checking
from harness.rules import all_rules
from tests.rules.projects import settings_for, write_project

if TYPE_CHECKING:
    from harness.databases import Server

Checked = tuple[Report, Comparison | None]
CheckProject = Callable[[Path, Rule], Checked]
BadHistory = Callable[[str], Checked]


@pytest.fixture(scope="session")
def check_project(container_server: Server) -> CheckProject:
    """Give the check of a directory, with what the rule asks for: the report, and what the rules saw."""
    assert isinstance(container_server, PostgresqlServer)
    postgres = container_server.address.url("postgres")

    def check(directory: Path, rule: Rule) -> Checked:
        with checking(directory, settings_for(rule, postgres)) as checked:
            return checked.report, checked.comparison

    return check


@pytest.fixture(scope="session")
def bad_history(check_project: CheckProject, tmp_path_factory: pytest.TempPathFactory) -> BadHistory:
    """Give the check of a rule's bad history, which runs once for all tests."""

    @functools.cache
    def checked(name: str) -> Checked:
        rule = all_rules()[name]
        return check_project(write_project(tmp_path_factory.mktemp(name), rule, "bad"), rule)

    return checked
