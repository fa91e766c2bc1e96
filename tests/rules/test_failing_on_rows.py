"""A revision that passes on empty tables and fails over rows: how much that counts, and the advice."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from harness.model import Failure, Operation, RowWalk, Step, Walked
from tests.rules.comparisons import compared, found, only

if TYPE_CHECKING:
    from harness.model import Side

RULE = "revision-fails-on-rows"
NO_YEAR = Failure(type="AttributeError", message="'str' object has no attribute 'year'", line=14)
ODD = Failure(type="KeyError", message="'wanted'", line=14)
REFUSED = Failure(type="OperationalError", message="no such function: f", statement="SELECT f()", line=14)


def over_rows(side: Side, failure: Failure | None = None, *, revision: str = "0001") -> Walked:
    """Give a walk with rows that fails in a revision, or does not."""
    backend = "sqlite" if side == "dev" else "postgresql"
    step = Step(revision=revision, status="ok" if failure is None else "failed", failure=failure)
    return Walked(side=side, backend=backend, steps=(step,))


@pytest.mark.parametrize("failure", [NO_YEAR, ODD, REFUSED])
def test_failure_of_one_side_is_an_error(failure: Failure) -> None:
    """Both sides have the same rows, so that one of them would fail in production, or did before the deployment."""
    walk = RowWalk(dev=over_rows("dev", failure), prod=over_rows("prod"), own=False)

    finding = only(RULE, compared(row_walks=(walk,)))

    assert finding.severity == "error"
    assert finding.message == (
        f"Revision 0001 passes on empty tables and fails on dev over rows: {failure.type}: {failure.message}."
    )
    assert (finding.dev, finding.prod) == (f"{failure.type}: {failure.message}", "passes")


def test_failure_of_both_sides_is_a_note() -> None:
    """A data migration may know more of its rows than any generated one fulfils."""
    walk = RowWalk(dev=over_rows("dev", ODD), prod=over_rows("prod", ODD), own=False)

    finding = only(RULE, compared(row_walks=(walk,)))

    assert finding.severity == "note"
    assert finding.message == (
        "Revision 0001 passes on empty tables and fails on dev and prod over rows: KeyError: 'wanted'."
    )


def test_failure_over_varied_rows_alone_is_a_note() -> None:
    """Over plain rows it passes on both sides."""
    walks = (
        RowWalk(dev=over_rows("dev", NO_YEAR), prod=over_rows("prod"), own=False, unusual=True),
        RowWalk(dev=over_rows("dev"), prod=over_rows("prod"), own=False),
    )

    assert only(RULE, compared(row_walks=walks)).severity == "note"


def test_side_that_ended_before_did_not_pass() -> None:
    """Of a revision that it did not come to nothing is known, until a later walk gets there."""
    ended = RowWalk(dev=over_rows("dev", ODD, revision="0000"), prod=over_rows("prod", ODD), own=False)
    whole = RowWalk(dev=over_rows("dev"), prod=over_rows("prod", ODD), own=False)

    assert [(item.severity, item.dev) for item in found(RULE, compared(row_walks=(ended,)))] == [
        ("note", "ends before")
    ]
    assert [(item.severity, item.dev) for item in found(RULE, compared(row_walks=(ended, whole)))] == [
        ("error", "passes")
    ]


def test_values_that_drivers_give_other_types_are_to_be_read_by_type() -> None:
    """An exception of Python in one side's code comes from what raw SQL gave it."""
    walk = RowWalk(dev=over_rows("dev", NO_YEAR), prod=over_rows("prod"), own=False)

    assert only(RULE, compared(row_walks=(walk,))).fix == (
        'Select columns that have their types, as of `sa.table("items", sa.column("at", sa.DateTime()))`: of raw SQL '
        "each driver gives Python other values."
    )


@pytest.mark.parametrize(
    ("operation", "fix"),
    [
        (
            "add_column",
            (
                "Add the column as nullable, fill it by an UPDATE, and require it in the same revision; or give it a "
                "server default."
            ),
        ),
        (
            "alter_column",
            "Fill the column in every row before it is required: an UPDATE leaves NULL, or there is none.",
        ),
    ],
)
def test_column_that_is_required(operation: str, fix: str) -> None:
    """One that is there already cannot be added as nullable."""
    failure = Failure(
        type="NotNullViolation",
        message='column "price" of relation "items" contains null values',
        operation=Operation(name=operation, line=14, table="items", names=("price",)),
    )
    walk = RowWalk(dev=over_rows("dev", failure), prod=over_rows("prod", failure), own=False)

    assert only(RULE, compared(row_walks=(walk,))).fix == fix


@pytest.mark.parametrize(
    ("message", "statement", "begin"),
    [
        ("FOREIGN KEY constraint failed", "DROP TABLE items", "Turn the pragma off in env.py"),
        ("FOREIGN KEY constraint failed", "INSERT INTO items VALUES (1)", "Delete or mend the rows without a parent"),
        (
            "NOT NULL constraint failed: items.a",
            "INSERT INTO items SELECT a FROM b",
            "Give a value where the statement",
        ),
        ("NOT NULL constraint failed: items.a", "INSERT INTO _alembic_tmp_items SELECT a FROM b", "Add the column as"),
    ],
)
def test_constraint_that_fails_over_rows(message: str, statement: str, begin: str) -> None:
    """What to do depends on who wrote the statement: the project, or a batch."""
    failure = Failure(type="IntegrityError", message=message, statement=statement)
    walk = RowWalk(dev=over_rows("dev", failure), prod=over_rows("prod"), own=False)

    assert only(RULE, compared(row_walks=(walk,))).fix.startswith(begin)


def test_statement_that_one_database_refuses_over_rows() -> None:
    """The usual advice on it is given."""
    walk = RowWalk(dev=over_rows("dev", REFUSED), prod=over_rows("prod"), own=False)

    assert only(RULE, compared(row_walks=(walk,))).fix == (
        "Use an expression that both databases know, or Python: f() is known to one database only."
    )


def test_error_that_no_row_can_prevent() -> None:
    """Both databases fail alike, and not for what a row holds."""
    failure = Failure(type="TypeError", message="tuple indices must be integers or slices, not str", line=14)
    walk = RowWalk(dev=over_rows("dev", failure), prod=over_rows("prod", failure), own=False)

    finding = only(RULE, compared(row_walks=(walk,)))

    assert finding.severity == "error"
    assert finding.fix == (
        "Name the column as an attribute, row.name: a Row of SQLAlchemy is a tuple, and cannot be changed."
    )
