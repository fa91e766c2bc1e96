"""The suite's own rows, which go through its data migrations."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.plugin.suites import Suite

ROWS = """\
from sqlalchemy import text


def stores(connection):
    connection.execute(text("INSERT INTO store (id, name) VALUES (7, :name)"), {"name": NAME})


def pytest_parity_rows():
    return {"0001": stores}
"""
SHORTENS = """\
with op.batch_alter_table("store") as batch_op:
    batch_op.alter_column("name", type_=sa.String(5), existing_type=sa.String(40), existing_nullable=False)
"""


def test_rows_go_through_the_migrations(suite: Suite) -> None:
    """What they meet on one database only is found."""
    suite.write_project()
    suite.write("pyproject.toml", "[tool.migration-parity]\n")
    suite.write("conftest.py", f'NAME = "Corner Books"\n{ROWS}')
    suite.revise("0002", "slugs", SHORTENS)

    result = suite.run("parity::rule::revision-fails-on-rows")

    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(
        ["Revision 0002 passes on empty tables and fails on prod over the project's rows: StringDataRightTruncation: *"]
    )


def test_rows_that_only_one_database_takes_are_told(suite: Suite) -> None:
    """The outcome of the function is compared, as that of a statement is."""
    suite.write_project()
    suite.write("pyproject.toml", "[tool.migration-parity]\n")
    suite.write("conftest.py", f'NAME = "x" * 41\n{ROWS}')

    result = suite.run("parity::rule::probe-differs")

    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(
        ["A statement of the project is accepted on dev and refused: value too long for type character varying(40)*"]
    )


def test_rows_for_an_unknown_revision_are_refused(suite: Suite) -> None:
    """The revision may have been squashed."""
    suite.write_project()
    suite.write("pyproject.toml", "[tool.migration-parity]\n")
    suite.write("conftest.py", "def pytest_parity_rows():\n    return {'0009': print}\n")

    result = suite.run("parity::sqlite")

    result.stdout.fnmatch_lines(
        ["*The hook pytest_parity_rows names a revision that the history does not have: '0009'*"]
    )
