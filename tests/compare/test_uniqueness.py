"""What is unique by a constraint on one side and by an index on the other."""

from __future__ import annotations

from harness.compare.uniqueness import by_index
from harness.model import Index, Table
from tests.compare.schemas import column, table, told, unique

CONSTRAINED = table("items", column("a"), unique("a", name="uq_a"))


def indexed(*keys: str, name: str = "uq_a", predicate: str | None = None) -> Table:
    """Give a table with a unique index."""
    return table("items", column("a"), Index(name=name, keys=keys, columns=keys, unique=True, predicate=predicate))


def test_pair_is_one_difference() -> None:
    """Neither the constraint nor the index is left for the comparison of its kind."""
    plain = table("items", column("a"))

    assert by_index(CONSTRAINED, indexed("a"))[0] == (plain, plain)
    assert told(*by_index(CONSTRAINED, indexed("a"))[1]) == [
        ("differs", "uq", "uq_a", "UNIQUE (a)", "the UNIQUE INDEX (a) uq_a"),
    ]
    assert told(*by_index(indexed("a"), CONSTRAINED)[1]) == [
        ("differs", "uq", "uq_a", "the UNIQUE INDEX (a) uq_a", "UNIQUE (a)"),
    ]


def test_index_that_does_something_else() -> None:
    """Other columns, or a condition, make it another thing."""
    for other in (indexed("b"), indexed("a", predicate="a > 0")):
        assert by_index(CONSTRAINED, other) == ((CONSTRAINED, other), [])


def test_both_on_both_sides() -> None:
    """Where both sides have the constraint, an index beside it is judged by itself."""
    both = table(
        "items", column("a"), unique("a", name="uq_a"), Index(name="ux", keys=("a",), columns=("a",), unique=True)
    )

    assert by_index(CONSTRAINED, both) == ((CONSTRAINED, both), [])
