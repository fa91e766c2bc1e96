"""Values that differ: after the revision itself, or as soon as rows were put in."""

from __future__ import annotations

from dataclasses import replace

import pytest

from harness.model import Column, Operation, RowWalk
from tests.rules.comparisons import compared, items, only, since, walked

HELD = "items.at holds the text '2024' on dev and '2024-02-29' on prod."

BY_EXPRESSIONS = (
    "Write the rows by SQLAlchemy expressions (op.bulk_insert, sa.update), which give each database its own values."
)

BY_ROUNDING = (
    "Round before a CAST to an integer, `CAST(round(x * 100) AS INTEGER)`, and divide by a fraction, `x / 2.0`: "
    "SQLite calculates a NUMERIC as a float, cuts where PostgreSQL rounds, and divides whole numbers as integers."
)


@pytest.mark.parametrize(
    ("detail", "own", "message", "fix"),
    [
        (
            None,
            False,
            f"After revision 0001 {HELD}",
            BY_EXPRESSIONS,
        ),
        (
            "statement",
            True,
            f"The project's rows after revision 0001 {HELD}",
            "Write the values as SQLAlchemy does: SQLite stores whatever a statement gives, as it is.",
        ),
        (
            "generated",
            False,
            f"With generated rows after revision 0001 {HELD}",
            "The same row went in on both: look at the column's type, default or expression, and at the triggers.",
        ),
    ],
)
def test_whose_rows_they_are_is_told(detail: str | None, own: bool, message: str, fix: str) -> None:  # noqa: FBT001 - a parameter
    """The project's own rows are not those that the check made."""
    difference = since(
        aspect="values-differ",
        kind="data",
        name="at",
        column="at",
        columns=("at",),
        dev="the text '2024'",
        prod="'2024-02-29'",
        detail=detail,
    )
    walk = RowWalk(dev=walked("dev"), prod=walked("prod"), own=own, found=(difference,))

    finding = only("values-differ", compared(row_walks=(walk,)))

    assert (finding.message, finding.fix) == (message, fix)


@pytest.mark.parametrize(
    ("dev", "prod", "detail", "statement", "rounds"),
    [
        ("'57'", "'58'", None, "UPDATE items SET at = CAST(price * 100 AS INTEGER)", True),
        ("'0'", "'0.5'", None, "UPDATE items SET at = price / 2", True),
        ("the value '57.99999999999999'", "'58'", "generated", None, True),
        ("'57'", "'58'", None, "UPDATE items SET at = (SELECT min(id) FROM others)", False),
        ("'57'", "'80'", None, "UPDATE items SET at = price / 2", False),
        ("'57'", "'a'", None, "UPDATE items SET at = price / 2", False),
    ],
)
def test_numbers_that_are_calculated(
    dev: str,
    prod: str,
    detail: str | None,
    statement: str | None,
    rounds: bool,  # noqa: FBT001 - a parameter
) -> None:
    """Two numbers next to each other come from rounding, or from a division of whole numbers."""
    difference = since(
        aspect="values-differ", kind="data", name="at", column="at", columns=("at",), dev=dev, prod=prod, detail=detail
    )
    operation = Operation(name="statement", line=12, statement=statement) if statement else None
    walk = RowWalk(dev=walked("dev"), prod=walked("prod"), own=False, found=(replace(difference, operation=operation),))

    computed = Column(name="at", type="integer", nullable=True, computed="(price * 100)" if statement is None else None)

    finding = only("values-differ", compared(row_walks=(walk,), prod=(items(computed),)))

    assert (finding.fix == BY_ROUNDING) is rounds


def test_key_that_a_batch_on_another_table_clears() -> None:
    """SQLite obeys ON DELETE SET NULL when the batch drops the table that it rebuilds."""
    difference = since(
        aspect="values-differ", kind="data", name="at", column="at", columns=("at",), dev="NULL", prod="'1002'"
    )
    batch = Operation(name="alter_column", line=12, table="others", names=("name",))
    walk = RowWalk(dev=walked("dev"), prod=walked("prod"), own=False, found=(replace(difference, operation=batch),))

    finding = only("values-differ", compared(row_walks=(walk,)))

    assert finding.fix == (
        "A batch drops the table that it rebuilds, and SQLite clears what refers to its rows (ON DELETE SET NULL). "
        "Turn the pragma off in env.py, before context.configure():\n"
        '    if connection.dialect.name == "sqlite":\n'
        '        connection.exec_driver_sql("PRAGMA foreign_keys=OFF")\n'
        "        connection.commit()"
    )
