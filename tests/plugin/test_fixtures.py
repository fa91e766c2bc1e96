"""The fixtures, as the tests of a project use them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from harness.rules import all_rules

if TYPE_CHECKING:
    from tests.plugin.suites import Suite

pytestmark = pytest.mark.container

OTHER_ITEMS = len(all_rules())


def test_database_on_each_backend(live: Suite) -> None:
    """A test with `parity_database` runs once on each backend."""
    live.write(
        "test_own.py",
        """
        def test_own(parity_database, request):
            assert parity_database.backend == request.node.callspec.id
            assert parity_database.url.startswith(f"{parity_database.backend}://")
            assert parity_database.name in parity_database.url
        """,
    )
    result = live.run("-v")

    result.assert_outcomes(passed=2)
    result.stdout.fnmatch_lines(["test_own.py::test_own[[]sqlite[]] *", "test_own.py::test_own[[]postgresql[]] *"])


def test_database_is_migrated(live: Suite) -> None:
    """It has the tables, the version, and the rows that the migrations write."""
    live.write(
        "test_own.py",
        """
        from sqlalchemy import text

        def test_own(parity_engine):
            with parity_engine.connect() as connection:
                assert connection.scalars(text("SELECT slug FROM store")).all() == ["corner-books"]
                assert connection.scalars(text("SELECT version_num FROM alembic_version")).all() == ["0002"]
        """,
    )

    live.run().assert_outcomes(passed=2)


def test_database_is_of_one_test(live: Suite) -> None:
    """What one test writes, and makes, is not there for the next."""
    live.write(
        "test_own.py",
        """
        import pytest
        from sqlalchemy import inspect, text

        @pytest.mark.parametrize("number", [1, 2])
        def test_own(parity_engine, number):
            assert inspect(parity_engine).get_table_names() == ["alembic_version", "store"]
            with parity_engine.begin() as connection:
                assert connection.scalar(text("SELECT count(*) FROM store")) == 1
                connection.execute(text("INSERT INTO store (name) VALUES ('Tea')"))
                connection.execute(text("CREATE TABLE mine (id INTEGER)"))
        """,
    )

    live.run().assert_outcomes(passed=4)


def test_database_is_gone_afterwards(live: Suite) -> None:
    """A test's database is removed when it ends, also while something is connected to it."""
    live.write(
        "test_own.py",
        """
        import pathlib

        import psycopg2
        import pytest
        from sqlalchemy import make_url

        seen = {}
        left_open = []

        def test_first(parity_database):
            seen[parity_database.backend] = parity_database
            if parity_database.backend == "postgresql":
                left_open.append(psycopg2.connect(parity_database.url))

        def test_file_is_gone():
            assert not pathlib.Path(make_url(seen["sqlite"].url).database).exists()

        def test_database_is_gone():
            with pytest.raises(psycopg2.OperationalError, match="does not exist"):
                psycopg2.connect(seen["postgresql"].url)
        """,
    )

    live.run().assert_outcomes(passed=4)


def test_engine_is_disposed(live: Suite) -> None:
    """No connection of the engine's pool outlives the test."""
    live.write(
        "test_own.py",
        """
        pools = []

        def test_first(parity_engine):
            parity_engine.connect().close()
            pools.append(parity_engine.pool)
            assert parity_engine.pool.checkedin() == 1

        def test_second():
            assert [pool.checkedin() for pool in pools] == [0, 0]
        """,
    )

    live.run().assert_outcomes(passed=3)


def test_one_backend(live: Suite) -> None:
    """A test that is for one backend says so with pytest's own means."""
    live.write(
        "test_own.py",
        """
        import pytest

        @pytest.mark.parametrize("parity_database", ["postgresql"], indirect=True)
        def test_own(parity_engine):
            assert parity_engine.dialect.name == "postgresql"
        """,
    )

    live.run().assert_outcomes(passed=1)


def test_servers(live: Suite) -> None:
    """`parity_databases` names both servers, and makes databases on them."""
    live.write(
        "test_own.py",
        """
        import psycopg2

        def test_own(parity_databases):
            sqlite, postgresql = parity_databases["sqlite"], parity_databases["postgresql"]
            assert (sqlite.version[0], sqlite.description, sqlite.provisional) == ("3", "file", None)
            assert postgresql.version.startswith("17.")
            assert postgresql.description.startswith("url ")
            assert tables(postgresql.url) == set()
            assert tables(postgresql.create().url) == set()
            assert tables(postgresql.clone().url) == {"alembic_version", "store"}
            assert sqlite.create().url != sqlite.clone().url != sqlite.url
            assert "postgresql://" not in repr(postgresql)

        def tables(url):
            connection = psycopg2.connect(url)
            try:
                cursor = connection.cursor()
                cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
                return {name for (name,) in cursor.fetchall()}
            finally:
                connection.close()
        """,
    )

    live.run().assert_outcomes(passed=1)


def test_report(live: Suite) -> None:
    """`parity_report` is the report of the whole check, whatever its verdict."""
    live.write(
        "test_own.py",
        """
        def test_own(parity_report):
            assert parity_report.verdict == "parity"
            assert [line.id for line in parity_report.revisions] == ["0001", "0002"]
        """,
    )

    live.run().assert_outcomes(passed=1)


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
