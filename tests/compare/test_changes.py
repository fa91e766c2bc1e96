"""What became of one database between two snapshots of it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from harness.compare.changes import changes
from harness.model import Column, Constraint, Index, SchemaObject, Type
from tests.compare.schemas import Part, check, column, index, primary_key, snapshot, table

ITEMS = table("items", column("id"))


def sequence(name: str, of: str | None) -> SchemaObject:
    """Give a sequence, of a table's column or by itself."""
    return SchemaObject(kind="sequence", name=name, table=of, definition="bigint")


def test_sequence_of_its_own_is_an_object() -> None:
    """Nothing else tells that it is left."""
    ((fate, difference),) = changes(snapshot(ITEMS), snapshot(ITEMS, objects=(sequence("numbers", None),)))

    assert (fate, difference.kind, difference.name) == ("new", "sequence", "numbers")


def test_sequence_of_a_column_comes_with_it() -> None:
    """The column is what changed."""
    assert list(changes(snapshot(ITEMS), snapshot(ITEMS, objects=(sequence("items_id_seq", "items"),)))) == []


def default(text: str, meaning: str | None) -> Column:
    """Give a column whose server default means something."""
    return replace(column("size"), meaning=Type(family="integer"), default=text, default_meaning=meaning)


def meaning(condition: Constraint, text: str) -> Constraint:
    """Give a check that means what a text says."""
    return replace(condition, meaning=text)


def key(text: str, means: str) -> Index:
    """Give an index on an expression."""
    return replace(index(text, name="ix_sku"), columns=(), meaning=(means,))


SIZE = check(("size",), "size > 0")
NAMED = check(("size",), "size > 0", name="ck_size")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (default("5", "value: 5"), default("'5'", "value: 5")),
        (default("now()", "clock"), default("CURRENT_TIMESTAMP", "clock")),
        (default("NULL", None), replace(default("", None), default=None)),
        (SIZE, meaning(check(("size",), "(size>0)"), "size > 0")),
        (NAMED, meaning(check(("size",), "(size>0)", name="ck_size"), "size > 0")),
        (key("lower(sku)", "lower(sku)"), key("LOWER(sku)", "lower(sku)")),
    ],
)
def test_part_that_is_only_spelled_otherwise(before: Part, after: Part) -> None:
    """It means what it meant."""
    assert list(changes(snapshot(table("items", before)), snapshot(table("items", after)))) == []


@pytest.mark.parametrize(
    ("before", "after", "texts"),
    [
        (
            default("5", "value: 5"),
            default("'6'", "value: 6"),
            ("INTEGER NULL DEFAULT 5", "INTEGER NULL DEFAULT '6'"),
        ),
        (
            default("nextval('a')", "random"),
            default("nextval('b')", "random"),
            ("INTEGER NULL DEFAULT nextval('a')", "INTEGER NULL DEFAULT nextval('b')"),
        ),
        (
            default("5", "unknown: not asked"),
            default("'5'", "unknown: not asked"),
            ("INTEGER NULL DEFAULT 5", "INTEGER NULL DEFAULT '5'"),
        ),
        (
            meaning(NAMED, "size > 0"),
            meaning(check(("size",), "size>=0", name="ck_size"), "size >= 0"),
            ("CHECK (size > 0)", "CHECK (size>=0)"),
        ),
    ],
)
def test_part_that_means_something_else(before: Part, after: Part, texts: tuple[str, str]) -> None:
    """Both texts are told. What no database answered, and what is random, is known by its text alone."""
    ((fate, difference),) = changes(snapshot(table("items", before)), snapshot(table("items", after)))

    assert (fate, difference.dev, difference.prod) == ("changed", *texts)


def renamed(before: Constraint, after: Constraint) -> list[tuple[str, str | None, str | None, str | None]]:
    """Give what became of a constraint: fate, name, and the two texts."""
    found = changes(snapshot(table("items", column("id"), before)), snapshot(table("items", column("id"), after)))
    return [(fate, item.name, item.dev, item.prod) for fate, item in found]


def test_constraint_that_is_there_again_under_another_name() -> None:
    """It is neither gone nor new."""
    assert renamed(primary_key("id", name="a"), primary_key("id", name="b")) == [
        ("changed", "a", "a PRIMARY KEY (id)", "b PRIMARY KEY (id)")
    ]
    assert renamed(primary_key("id", name="a"), primary_key("id")) == [
        ("changed", "a", "a PRIMARY KEY (id)", "without a name PRIMARY KEY (id)")
    ]


def test_constraint_that_gets_a_name() -> None:
    """On SQLite a key may have none; with one it does the same."""
    assert renamed(primary_key("id"), primary_key("id", name="items_pkey")) == []


def test_other_constraint_under_another_name() -> None:
    """The one is gone, and the other one new."""
    found = renamed(primary_key("id", name="a"), primary_key("id", "other", name="b"))

    assert [(fate, name) for fate, name, _before, _after in found] == [("gone", "a"), ("new", "b")]
