"""What the engines do at the edges of the types, by column."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timezone

from harness.compare import compare_edges
from harness.model import RowStep, RowWalk, Trial, Walked
from tests.compare.schemas import column, snapshot, step, table


def test_words_of_a_refusal_belong_to_the_column_that_was_tried() -> None:
    """Columns of the same kind are said to be refused, without a message that names another column."""
    users = table("users", column("name", "VARCHAR(8)"), column("email", "VARCHAR(8)"))
    first = step("0001", snapshot(users))
    statement = "UPDATE users SET name = 'xxxxxxxxx'"
    dev = replace(first, rows=RowStep(edges=(Trial(statement=statement),)))
    prod = replace(first, rows=RowStep(edges=(Trial(statement=statement, error="value too long for name"),)))
    walks = Walked(side="dev", backend="sqlite", steps=(dev,)), Walked(side="prod", backend="postgresql", steps=(prod,))
    places = [("length", "users", "name", True), ("length", "users", "email", False)]

    walk = compare_edges(
        RowWalk(dev=walks[0], prod=walks[1], own=False), places, *walks, revisions={}, now=datetime.now(timezone.utc)
    )

    assert [(item.difference.column, item.difference.dev, item.difference.prod) for item in walk.found] == [
        ("name", "accepted", "refused: value too long for name"),
        ("email", "accepted", "refused"),
    ]
