"""Values that differ: after the revision itself, or as soon as rows were put in."""

from __future__ import annotations

import pytest

from harness.model import RowWalk
from tests.rules.comparisons import compared, only, since, walked

HELD = "items.at holds the text '2024' on dev and '2024-02-29' on prod."

BY_EXPRESSIONS = (
    "Write the rows by SQLAlchemy expressions (op.bulk_insert, sa.update), which give each database its own values."
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
