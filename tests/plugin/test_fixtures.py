"""What changes the fixtures, and what they refuse. What they give is shown in `examples`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from harness.rules import all_rules

if TYPE_CHECKING:
    from tests.plugin.suites import Suite

OTHER_ITEMS = len(all_rules())


def test_settings_are_overridden(live: Suite) -> None:
    """A fixture of the suite's own changes the settings, for its tests and for our items."""
    live.write(
        "conftest.py",
        """
        from dataclasses import replace

        import pytest

        @pytest.fixture(scope="session")
        def parity_settings(parity_settings):
            return replace(parity_settings, target="0001")
        """,
    )
    live.write(
        "test_own.py",
        """
        from sqlalchemy import inspect

        def test_own(parity_engine):
            assert [column["name"] for column in inspect(parity_engine).get_columns("store")] == ["id", "name"]
        """,
    )

    live.run("--parity", "-k", "test_own or 0001 or 0002").assert_outcomes(passed=4, skipped=2, deselected=OTHER_ITEMS)


def test_project_is_overridden(live: Suite) -> None:
    """A fixture of the suite's own chooses the project."""
    live.write_project("shop")
    live.revise("0003", "more", 'op.create_table("more", sa.Column("id", sa.Integer()))', directory="shop")
    live.write(
        "tests/conftest.py",
        """
        import pytest

        @pytest.fixture(scope="session")
        def parity_project(pytestconfig):
            return pytestconfig.rootpath / "shop"
        """,
    )
    live.write("tests/test_own.py", "def test_own(parity_report): assert parity_report.heads == ('0003',)")

    live.run().assert_outcomes(passed=1)


def test_several_projects(live: Suite) -> None:
    """A function checks each of them, once in a run, with other settings where that is wanted."""
    for name in ("shop", "stock"):
        live.write_project(name)
    live.revise("0003", "more", 'op.create_table("more", sa.Column("id", sa.Integer()))', directory="stock")
    live.write(
        "test_own.py",
        """
        import pytest

        @pytest.mark.parametrize(("project", "heads"), [("shop", ("0002",)), ("stock", ("0003",))])
        def test_each(parity_check, project, heads):
            checked = parity_check(project, populate=False)
            assert checked.report.heads == heads
            assert checked.databases["postgresql"].clone().backend == "postgresql"
        """,
    )
    live.write("test_not_ours.py", "def test_not_ours(): pass")

    live.run("-m", "parity").assert_outcomes(passed=2, deselected=1)


def test_history_that_fails(live: Suite) -> None:
    """No test runs on a database that is migrated by half."""
    live.revise("0003", "opened", 'op.add_column("store", sa.Column("opened_at", sa.DATETIME()))\n')
    live.write("test_own.py", "def test_own(parity_database): pass")
    result = live.run()

    result.assert_outcomes(passed=1, errors=1)
    result.stdout.fnmatch_lines(
        [
            "*_ ERROR at setup of test_own[[]postgresql[]] _*",
            "There is no migrated database of postgresql: revision 0003 fails on it (*/0003_opened.py)",
        ]
    )


def test_nothing_is_loaded_before_it_is_used(live: Suite) -> None:
    """A suite that uses none of it loads nothing of it."""
    live.write(
        "test_own.py",
        """
        import sys

        DEAR = {"alembic", "docker", "filelock", "flask", "psycopg2", "rich", "sqlalchemy", "sqlglot", "testcontainers"}

        def test_own():
            assert "harness.pytest_plugin" in sys.modules
            assert not DEAR.intersection(sys.modules)
        """,
    )

    live.run().assert_outcomes(passed=1)
