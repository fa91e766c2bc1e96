"""On which backends a test runs, and projects without Flask."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.plugin.suites import Suite

TESTS = """
import pytest

def test_both(parity_session): pass

@pytest.mark.parity_backends("postgresql")
def test_one(parity_connection): pass

@pytest.mark.parametrize("parity_backend", ["sqlite"], indirect=True)
@pytest.mark.parametrize("number", [1])
def test_by_hand(parity_bind, number): pass

def test_none(): pass
"""


@pytest.mark.parametrize(
    ("arguments", "ids"),
    [
        ((), ["test_both[sqlite]", "test_by_hand[1-sqlite]", "test_both[postgresql]", "test_one[postgresql]"]),
        (("--parity-backends", "postgresql"), ["test_both[postgresql]", "test_one[postgresql]"]),
        (("-o", "parity_backends=postgresql, sqlite", "-k", "both"), ["test_both[sqlite]", "test_both[postgresql]"]),
    ],
    ids=["by default", "by the option", "by the ini file"],
)
def test_backends_are_chosen(suite: Suite, arguments: tuple[str, ...], ids: list[str]) -> None:
    """By a marker for a test, by an option or the ini file for a run. Nothing is started to collect."""
    suite.write("test_own.py", TESTS)
    found = [one.removeprefix("test_own.py::") for one in suite.ids(*arguments)]

    assert [one for one in found if one in ids] == ids


def test_an_unknown_backend(suite: Suite) -> None:
    """The message lists those there are."""
    suite.write("test_own.py", TESTS)
    result = suite.run("--parity-backends", "mysql")

    assert result.ret != 0
    result.stdout.fnmatch_lines(["*--parity-backends names 'mysql'; the backends are sqlite and postgresql"])


def test_a_fixture_that_is_asked_for_late(live: Suite) -> None:
    """Pytest must know of the backends before it runs, and says so."""
    live.write("test_own.py", "def test_late(request): request.getfixturevalue('parity_session')")
    result = live.run()

    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(
        [
            "A fixture of parity runs a test on each backend, which pytest must know before it runs: name it among *",
        ]
    )


def test_a_project_without_flask(live: Suite) -> None:
    """Session, connection and engine are of one transaction; the project may make its engines itself."""
    live.write(
        "conftest.py",
        """
        import pytest
        from sqlalchemy import create_engine

        @pytest.fixture(scope="session")
        def parity_make_engine():
            return lambda url: create_engine(url, logging_name="shop")
        """,
    )
    live.write(
        "test_own.py",
        """
        import pytest
        from sqlalchemy import text

        @pytest.mark.parametrize("name", ["Tea", "Toys"])
        def test_rows(parity_session, parity_connection, parity_bind, name):
            parity_session.execute(text("INSERT INTO store (name) VALUES (:name)"), {"name": name})
            parity_session.commit()
            names = parity_connection.scalars(text("SELECT name FROM store ORDER BY id")).all()
            assert names == ["Corner Books", name]
            assert parity_bind.logging_name == "shop"
        """,
    )
    result = live.run("--junitxml", "junit.xml")
    cases = ET.parse(live.path / "junit.xml").iter("testcase")  # noqa: S314 - pytest wrote it

    result.assert_outcomes(passed=4)
    properties = [{one.get("name"): one.get("value") for one in case.iter("property")} for case in cases]
    assert properties == [{"backend": "sqlite"}] * 2 + [{"backend": "postgresql"}] * 2


def test_an_engine_on_another_database(live: Suite) -> None:
    """It is not connected to."""
    live.write(
        "conftest.py",
        """
        import pytest
        from sqlalchemy import create_engine

        @pytest.fixture(scope="session")
        def parity_make_engine():
            return lambda url: create_engine("sqlite:///dev.db")
        """,
    )
    live.write("test_own.py", "def test_own(parity_session): pass")
    result = live.run("--parity-backends", "sqlite")

    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines(["The app was about to connect to */dev.db, which is no database of this run"])
    assert not live.path.joinpath("dev.db").exists()
