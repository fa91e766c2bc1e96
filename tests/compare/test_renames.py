"""What a revision renamed."""

from __future__ import annotations

import pytest

from harness.compare.renames import Renamed, renamed
from harness.model import Difference, Operation, Snapshot
from tests.compare.schemas import operation, statement, step

NOTHING = Snapshot(tables={})


def on_both(*operations: Operation) -> list[Renamed]:
    """Give what is renamed when both sides run the same."""
    one = step("0001", NOTHING, *operations)
    return renamed(one, one)


@pytest.mark.parametrize(
    ("operations", "expected"),
    [
        ([operation("rename_table", 1, "goods", "items")], Renamed("goods", None, "items")),
        ([operation("alter_column", 1, "items", "mail", "email")], Renamed("items", "mail", "email")),
        ([statement(1, "ALTER TABLE goods RENAME TO items")], Renamed("goods", None, "items")),
        ([statement(1, 'alter table "My Goods" rename to "Items";')], Renamed("My Goods", None, "Items")),
        ([statement(1, "ALTER TABLE items RENAME COLUMN mail TO email")], Renamed("items", "mail", "email")),
        ([statement(1, 'ALTER TABLE IF EXISTS items RENAME mail TO "e mail"')], Renamed("items", "mail", "e mail")),
    ],
)
def test_renaming(operations: list[Operation], expected: Renamed) -> None:
    """Operations and plain statements rename tables and columns."""
    assert on_both(*operations) == [expected]


@pytest.mark.parametrize(
    "operations",
    [
        [operation("alter_column", 1, "items", "mail")],
        [operation("create_table", 1, "items", "id", "mail")],
        [statement(1, "ALTER TABLE items RENAME CONSTRAINT uq_1 TO uq_2")],
        [statement(1, "ALTER INDEX ix_1 RENAME TO ix_2")],
        [statement(1, "INSERT INTO notes VALUES ('ALTER TABLE goods RENAME TO items')")],
    ],
)
def test_no_renaming(operations: list[Operation]) -> None:
    """Constraints and indexes keep their tables, and a text is no statement."""
    assert on_both(*operations) == []


def test_renaming_on_one_side() -> None:
    """What one side renamed alone is missing on the other."""
    one, other = step("0001", NOTHING, operation("rename_table", 1, "goods", "items")), step("0001", NOTHING)

    assert renamed(one, other) == renamed(other, one) == []


@pytest.mark.parametrize(
    ("item", "before", "after"),
    [
        (
            Renamed("goods", None, "items"),
            Difference(aspect="missing", kind="ix", table="goods", name="ix", columns=("a",)),
            Difference(aspect="missing", kind="ix", table="items", name="ix", columns=("a",)),
        ),
        (
            Renamed("goods", None, "items"),
            Difference(aspect="missing", kind="table", table="goods", name="goods"),
            Difference(aspect="missing", kind="table", table="items", name="items"),
        ),
        (
            Renamed("items", "mail", "email"),
            Difference(aspect="differs", kind="default", table="items", name="mail", column="mail"),
            Difference(aspect="differs", kind="default", table="items", name="email", column="email"),
        ),
        (
            Renamed("items", "mail", "email"),
            Difference(aspect="missing", kind="uq", table="items", name="mail", columns=("a", "mail")),
            Difference(aspect="missing", kind="uq", table="items", name="mail", columns=("a", "email")),
        ),
        (
            Renamed("items", "mail", "email"),
            Difference(aspect="differs", kind="default", table="others", name="mail", column="mail"),
            Difference(aspect="differs", kind="default", table="others", name="mail", column="mail"),
        ),
    ],
)
def test_difference_of_something_renamed(item: Renamed, before: Difference, after: Difference) -> None:
    """It goes on under the new name; constraints keep their names."""
    assert item.apply(before) == after
