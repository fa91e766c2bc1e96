"""What a view gives on both sides, of columns whose types are not known."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from harness.compare.views import compare_views
from harness.model import Difference, RowStep, RowWalk, SchemaObject, Side, Snapshot, Step, Trial, Value, Walked

NOW = datetime(2024, 5, 6)  # noqa: DTZ001 - as the comparison takes it: in UTC, without a zone
SQL = "SELECT * FROM seen"
PLACES = [("view", "seen", "", True)]
Row = tuple[Value, ...]


def walked(side: Side, trial: Trial) -> Walked:
    """Give a walk of one revision with the view, which was read at its end."""
    view = SchemaObject(kind="view", name="seen", columns=("a", "b"))
    snapshot = Snapshot(tables={}, objects=(view,))
    step = Step(revision="0001", status="ok", snapshot=snapshot, rows=RowStep(edges=(trial,)))
    return Walked(side=side, backend="sqlite" if side == "dev" else "postgresql", steps=(step,))


def compared(dev: Trial, prod: Trial, *, same_rows: bool = True) -> list[Difference]:
    """Compare what the view gave."""
    sides = walked("dev", dev), walked("prod", prod)
    walk = RowWalk(dev=sides[0], prod=sides[1], own=False, same_rows=same_rows)
    found = compare_views(walk, PLACES, sides, revisions={}, now=NOW).found
    return [item.difference for item in found]


def gave(*rows: Row) -> Trial:
    """Give a view that was read."""
    return Trial(statement=SQL, rows=rows)


def test_columns_that_differ_are_named_and_shown_alone() -> None:
    """The others say nothing."""
    (difference,) = compared(gave((1, "x"), (2, "y")), gave((1, "x"), (2.5, "y")))

    assert (difference.name, difference.columns) == ("seen", ("a",))
    assert (difference.dev, difference.prod) == ("gives 1; 2", "gives 1; 2.5")


def test_nothing_is_told_of_other_rows() -> None:
    """Where the tables differ, a view does as well."""
    assert compared(gave((1, "x")), gave((2, "x")), same_rows=False) == []


def test_column_that_sqlite_adds_to_all_of_them() -> None:
    """`SELECT *` is expanded when it is read."""
    (difference,) = compared(gave((1, "2024-05-06 07:08", 3)), gave((1, "2024-05-06 07:08")))

    assert difference.columns == ()
    assert (difference.dev, difference.prod) == ("gives 3 columns", "gives 2 columns")


def test_view_that_one_side_refuses() -> None:
    """SQLite gives NULL for what is divided by zero."""
    refused = Trial(statement=SQL, error="division by zero")

    (difference,) = compared(gave((1, None)), refused)

    assert (difference.dev, difference.prod) == ("gives rows", "is refused: division by zero")
    assert compared(refused, replace(refused, error="no such column")) == []


def test_moments_and_json_are_not_compared() -> None:
    """Each driver has its own words for them."""
    one = gave((1, "2024-05-06 07:08:09"), (2, '"dark"'))
    other = gave((1, "2024-05-06 09:08:09+02:00"), (2, "dark"))

    assert compared(one, other) == []
