"""Since when two databases differ, and until when."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from harness.model import Operation, SchemaObject, Snapshot, Step, Unchecked
from tests.compare.schemas import (
    check,
    column,
    foreign_key,
    index,
    operation,
    snapshot,
    step,
    table,
    timeline,
    unique,
)

if TYPE_CHECKING:
    from harness.model import Divergence, Table

ITEMS = table("items", column("id"), column("a"))
ON_PROD = table("items", column("id", "integer"), column("a", "integer"))
WITH_INDEX = replace(ON_PROD, indexes=(index("a", name="ix"),))
FOUND = tuple[str, str | None, str | None, str, str | None]


def both(revision: str, dev: Snapshot, prod: Snapshot, *operations: Operation) -> tuple[Step, Step]:
    """Give a revision that ran the same operations on both sides."""
    return step(revision, dev, *operations), step(revision, prod, *operations)


def found(*steps: tuple[Step, Step]) -> list[FOUND]:
    """Give of each divergence its kind, table, name, first revision and the one that healed it."""
    return [_found(item) for item in timeline(*steps)[0]]


def _found(item: Divergence) -> FOUND:
    difference = item.difference
    return (difference.kind, difference.table, difference.name, item.revision, item.healed_in)


def untouched(one: Table, other: Table) -> tuple[Snapshot, Snapshot]:
    """Give schemas that a revision left alone."""
    return snapshot(one, changed=()), snapshot(other, changed=())


def untouched_beside(dev: Table, prod: Table, made: list[Table]) -> tuple[Snapshot, Snapshot]:
    """Give schemas that a revision left alone, but for a table that it made on production."""
    return snapshot(dev, made[0], changed=()), snapshot(prod, made[1], changed=(made[1].name,))


def test_first_revision_is_kept() -> None:
    """A difference began where it was first seen, however often the table is touched again."""
    more = table("items", *WITH_INDEX.columns, column("b", "integer"), *WITH_INDEX.indexes)

    assert found(
        both("0001", snapshot(ITEMS), snapshot(ON_PROD)),
        both("0002", snapshot(ITEMS), snapshot(WITH_INDEX)),
        both("0003", snapshot(table("items", *ITEMS.columns, column("b"))), snapshot(more)),
    ) == [("ix", "items", "ix", "0002", None)]


def test_table_that_a_revision_leaves_alone() -> None:
    """What a revision did not touch goes on as it was."""
    assert found(
        both("0001", snapshot(ITEMS), snapshot(WITH_INDEX)),
        both("0002", *untouched(ITEMS, WITH_INDEX)),
    ) == [("ix", "items", "ix", "0001", None)]


def test_difference_that_is_healed() -> None:
    """A later revision made the databases equal."""
    assert found(
        both("0001", snapshot(ITEMS), snapshot(WITH_INDEX)),
        both("0002", snapshot(ITEMS), snapshot(ON_PROD)),
    ) == [("ix", "items", "ix", "0001", "0002")]


def test_difference_that_comes_back() -> None:
    """It is two divergences, each with its own revision."""
    assert found(
        both("0001", snapshot(ITEMS), snapshot(WITH_INDEX)),
        both("0002", snapshot(ITEMS), snapshot(ON_PROD)),
        both("0003", snapshot(ITEMS), snapshot(WITH_INDEX)),
    ) == [("ix", "items", "ix", "0001", "0002"), ("ix", "items", "ix", "0003", None)]


def test_table_that_is_dropped_on_both_sides() -> None:
    """What differed is gone with the table."""
    gone = snapshot(changed=("items",))

    assert found(both("0001", snapshot(ITEMS), snapshot(WITH_INDEX)), both("0002", gone, gone)) == [
        ("ix", "items", "ix", "0001", "0002")
    ]


def test_unnamed_constraint_that_is_lost() -> None:
    """What was without a name and is missing now was not healed: the loss is the finding."""
    unnamed = table("items", *ITEMS.columns, check(("a",), "a > 0"))
    named = table("items", *ON_PROD.columns, check(("a",), "a > 0", name="items_a_check"))

    assert found(
        both("0001", snapshot(unnamed), snapshot(named)),
        both("0002", snapshot(ITEMS), snapshot(named)),
    ) == [("ck", "items", "items_a_check", "0002", None)]


def test_unnamed_constraint_that_gets_a_name_on_one_side() -> None:
    """It was not healed: its name differs in another way now."""
    dev = [table("items", *ITEMS.columns, unique("a", name=name)) for name in (None, "uq_items_a")]
    prod = table("items", *ON_PROD.columns, unique("a", name="items_a_key"))

    assert [
        (item.difference.aspect, item.revision, item.healed_in)
        for item in timeline(
            both("0001", snapshot(dev[0]), snapshot(prod)),
            both("0002", snapshot(dev[1]), snapshot(prod)),
        )[0]
    ] == [("name-differs", "0002", None)]


def test_table_that_is_dropped_on_one_side() -> None:
    """What differed in it is part of what is missing now."""
    assert found(
        both("0001", snapshot(ITEMS), snapshot(WITH_INDEX)),
        both("0002", snapshot(ITEMS), snapshot(changed=("items",))),
    ) == [("table", "items", "items", "0002", None)]


def test_column_that_is_dropped_on_one_side() -> None:
    """What differed in the column, or stood on it, is missing with it."""
    dev = table("items", column("id"), column("a", nullable=False))
    prod = table("items", column("id", "integer"))

    assert found(
        both("0001", snapshot(dev), snapshot(WITH_INDEX)),
        both("0002", snapshot(dev), snapshot(prod)),
    ) == [("column", "items", "a", "0002", None)]


def test_table_that_is_renamed() -> None:
    """A difference goes on under the new name, with the revision that began it."""
    moved = (replace(ITEMS, name="goods"), replace(WITH_INDEX, name="goods"))
    renaming = operation("rename_table", 5, "items", "goods")

    assert found(
        both("0001", snapshot(ITEMS), snapshot(WITH_INDEX)),
        both("0002", snapshot(moved[0]), snapshot(moved[1], changed=("items", "goods")), renaming),
        both("0003", *untouched(*moved)),
    ) == [("ix", "goods", "ix", "0001", None)]


def test_table_of_one_side_that_is_renamed() -> None:
    """A table that production alone has is missing under its new name, since the same revision."""
    renaming = operation("rename_table", 5, "items", "goods")
    goods = replace(ON_PROD, name="goods")

    assert found(
        both("0001", snapshot(), snapshot(ON_PROD)),
        both("0002", snapshot(), snapshot(goods, changed=("items", "goods")), renaming),
    ) == [("table", "goods", "goods", "0001", None)]


def test_column_that_is_renamed() -> None:
    """A difference of a column goes on under the new name."""
    dev = [table("items", column(name, nullable=False), unique(name, name="uq_1")) for name in ("a", "b")]
    prod = [table("items", column(name, "integer"), unique(name, name="uq_2")) for name in ("a", "b")]
    renaming = operation("alter_column", 5, "items", "a", "b")

    assert found(
        both("0001", snapshot(dev[0]), snapshot(prod[0])),
        both("0002", snapshot(dev[1]), snapshot(prod[1]), renaming),
    ) == [("nullable", "items", "b", "0001", None), ("uq", "items", "uq_2", "0001", None)]


def test_declared_types_outlive_a_renaming() -> None:
    """What the migration declared of a column holds under the column's and the table's new names."""
    steps = []
    names = (("items", "a"), ("goods", "a"), ("goods", "b"))
    operations = (
        Operation(name="create_table", line=1, table="items", names=("a",), types={"a": ("TEXT", "INET")}),
        operation("rename_table", 2, "items", "goods"),
        operation("alter_column", 3, "goods", "a", "b"),
    )
    for number, ((name, of), done) in enumerate(zip(names, operations, strict=True)):
        dev, prod = (snapshot(table(name, column(of, kind))) for kind in ("TEXT", "inet"))
        steps.append(both(f"000{number}", dev, prod, done))

    assert found(*steps) == []


def test_several_without_a_name_in_one_table() -> None:
    """Each of them is a divergence of its own."""
    dev = table("items", *ITEMS.columns, check(("a",), "a > 0"), check(("a",), "a < 9"), unique("a"), unique("id"))

    assert [item[:3] for item in found(both("0001", snapshot(dev), snapshot(ON_PROD)))] == [
        *[("ck", "items", None)] * 2,
        *[("uq", "items", None)] * 2,
    ]


def test_label_that_an_enum_gets() -> None:
    """It changes no table, and is a difference of each column of that type since that revision."""
    dev = table("items", column("state", "VARCHAR(1)"), check(("state",), "state IN ('a')"))
    prod = table("items", column("state", '"State"'))
    enums = [SchemaObject(kind="enum", name="State", labels=labels) for labels in (("a",), ("a", "b"))]

    assert found(
        both("0001", snapshot(dev), snapshot(prod, objects=(enums[0],))),
        both("0002", snapshot(dev, changed=()), snapshot(prod, changed=(), objects=(enums[1],))),
        both("0003", snapshot(dev, changed=()), snapshot(prod, changed=(), objects=(enums[0],))),
    ) == [("enum", "items", "state", "0002", "0003")]


def test_foreign_key_whose_table_comes_later() -> None:
    """While a side lacks the other table, that is the finding; when it comes without the key, the key is missing."""
    parents = [table("parents", column("id", kind)) for kind in ("INTEGER", "integer")]
    dev = table("items", *ITEMS.columns, foreign_key("a", "parents", name="fk"))

    assert found(
        both("0001", snapshot(dev, parents[0]), snapshot(ON_PROD)),
        both("0002", *untouched_beside(dev, ON_PROD, parents)),
    ) == [("table", "parents", "parents", "0001", "0002"), ("fk", "items", "fk", "0002", None)]


def test_walk_that_one_side_did_not_finish() -> None:
    """Only what both sides reached is compared."""
    one, other = both("0001", snapshot(ITEMS), snapshot(ON_PROD))
    failed = Step(revision="0002", status="failed")

    assert found((one, other), (step("0002", snapshot(ITEMS)), failed)) == []


def test_contents_of_a_table_whose_name_was_cut() -> None:
    """They are not compared, and that is said."""
    long = "a_table_whose_name_is_longer_than_the_sixty_three_bytes_that_postgresql_keeps"

    divergences, unchecked = timeline(both("0001", snapshot(table(long)), snapshot(table(long[:63]))))

    assert [item.difference.aspect for item in divergences] == ["cut"]
    assert unchecked == (Unchecked(what=f"the table {long}", why="its name is cut on prod"),)
