"""Checks of small projects, on SQLite and on the shared server."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING

import pytest

from harness.config import Settings
from harness.databases.postgresql.server import PostgresqlServer
from harness.pipeline import check
from harness.rules import all_rules
from tests.rules.projects import write_project

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from harness.databases import Server
    from harness.model import Report, Rule


@pytest.fixture(scope="session")
def check_project(container_server: Server) -> Callable[[Path, Rule], Report]:
    """Give the check of a directory, with what the rule asks for."""
    assert isinstance(container_server, PostgresqlServer)
    postgres = container_server.address.url("postgres")
    return lambda directory, rule: check(directory, _settings(rule, postgres))


def _settings(rule: Rule, postgres: str) -> Settings:
    probes = tuple({"statement": statement} for statement in rule.probes)
    return Settings(postgres=postgres, downgrade=bool(rule.bad_down), populate=rule.rows, probes=probes)


@pytest.fixture(scope="session")
def bad_report(
    check_project: Callable[[Path, Rule], Report], tmp_path_factory: pytest.TempPathFactory
) -> Callable[[str], Report]:
    """Give the report on a rule's bad history, which is checked once for all tests."""

    @functools.cache
    def report(name: str) -> Report:
        rule = all_rules()[name]
        return check_project(write_project(tmp_path_factory.mktemp(name), rule, "bad"), rule)

    return report
