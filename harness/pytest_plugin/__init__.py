"""The pytest plugin: `--parity` adds the check to a suite, and fixtures give a suite both databases.

pytest loads this in every suite where the package is installed, so that importing it must stay cheap, and nothing
happens until a suite asks for something.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import pytest

from harness.pytest_plugin import backends, options
from harness.pytest_plugin.daily import (
    _parity_made_app,
    _parity_made_engine,
    _parity_shared,
    parity_app,
    parity_bind,
    parity_client,
    parity_connection,
    parity_db_session,
    parity_lead,
    parity_make_app,
    parity_make_engine,
    parity_session,
)
from harness.pytest_plugin.fixtures import (
    _parity_keeper,
    _parity_make_database,
    parity_backend,
    parity_check,
    parity_database,
    parity_databases,
    parity_engine,
    parity_project,
    parity_report,
    parity_settings,
)
from harness.pytest_plugin.run import RUN, hand_over

if TYPE_CHECKING:
    from collections.abc import Generator

__all__ = [
    "_parity_keeper",
    "_parity_made_app",
    "_parity_made_engine",
    "_parity_make_database",
    "_parity_shared",
    "parity_app",
    "parity_backend",
    "parity_bind",
    "parity_check",
    "parity_client",
    "parity_connection",
    "parity_database",
    "parity_databases",
    "parity_db_session",
    "parity_engine",
    "parity_lead",
    "parity_make_app",
    "parity_make_engine",
    "parity_project",
    "parity_report",
    "parity_session",
    "parity_settings",
    "pytest_addhooks",
    "pytest_addoption",
    "pytest_collection",
    "pytest_configure",
    "pytest_configure_node",
    "pytest_generate_tests",
    "pytest_itemcollected",
    "pytest_make_collect_report",
    "pytest_report_header",
    "pytest_terminal_summary",
    "pytest_unconfigure",
]

MARKERS = (
    "parity: needs the check of migration-parity: its own items, and tests that use its databases",
    "parity_backends(name, ...): run a test with the fixtures of parity on these backends only",
)


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the options of the command line and of the ini file."""
    options.add(parser)


def pytest_addhooks(pluginmanager: pytest.PytestPluginManager) -> None:
    """Let a suite write rows of its own into the check."""
    from harness.pytest_plugin import hooks

    pluginmanager.add_hookspecs(hooks)


def pytest_configure(config: pytest.Config) -> None:
    """Register the markers."""
    for marker in MARKERS:
        config.addinivalue_line("markers", marker)


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:  # noqa: ANN401 - of pytest-xdist, which may not be here
    """Tell a worker of pytest-xdist which run it belongs to."""
    hand_over(node)


def pytest_report_header(config: pytest.Config) -> str | None:
    """Say what will be checked."""
    if not options.enabled(config):
        return None
    from harness.pytest_plugin.telling import header

    return header(config)


@pytest.hookimpl(wrapper=True)
def pytest_collection(session: pytest.Session) -> Generator[None, object, object]:
    """Keep our node ids from pytest, which would look for files of that name."""
    given = session.config.args
    session.config.args = [argument for argument in given if options.wanted_id(session.config, argument) is None]
    try:
        return (yield)
    finally:
        session.config.args = given


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(
    collector: pytest.Collector,
) -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """Put our items behind those of the suite."""
    report = yield
    if isinstance(collector, pytest.Session) and report.passed and options.enabled(collector.config):
        from harness.pytest_plugin.collecting import collect_parity

        report.result.append(collect_parity(collector))
    return report


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run the tests that use a database on each backend."""
    backends.parametrize(metafunc)


def pytest_itemcollected(item: pytest.Item) -> None:
    """Mark the tests that use our databases, and note the backend for reports."""
    if {"_parity_keeper", "parity_check"}.intersection(getattr(item, "fixturenames", ())):
        item.add_marker("parity")
    backend = getattr(getattr(item, "callspec", None), "params", {}).get(backends.FIXTURE)
    if backend is not None:
        item.user_properties.append(("backend", backend))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Say how much was compared, what was not, and the warnings."""
    run = config.stash.get(RUN, None)
    if run is not None and run.directory.is_dir() and options.enabled(config):
        from harness.pytest_plugin.telling import summarise

        summarise(terminalreporter, run)


def pytest_unconfigure(config: pytest.Config) -> None:
    """Stop what the run started, and wait until it is gone."""
    run = config.stash.get(RUN, None)
    if run is not None and run.directory.is_dir():
        from harness.pytest_plugin.keeping import stop_all

        for text in stop_all(run):
            sys.stderr.write(f"parity: {text}\n")
