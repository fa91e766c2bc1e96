"""How one column differs on two databases."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from harness.compare.columns import Keys, column_differences, pair_columns
from harness.normalise import type_of
from tests.compare.schemas import FACTS, LIMIT, column, table, told

if TYPE_CHECKING:
    from harness.model import Column

NO_KEYS = Keys(numbering=frozenset(), foreign=frozenset(), of_one_side=frozenset())
OWN_KEY = replace(NO_KEYS, numbering=frozenset({"a"}))

Without = tuple[str | None, bool]
Told = list[tuple[str, str, str | None, str | None, str | None]]


def compared(dev: Column, prod: Column, *, declared: tuple[str, str] | None = None, keys: Keys = NO_KEYS) -> Told:
    """Compare a column, with types by meaning."""
    pair = (replace(dev, meaning=type_of(dev.type, FACTS[0])), replace(prod, meaning=type_of(prod.type, FACTS[1])))
    return told(*column_differences("items", pair, facts=FACTS, declared=declared, keys=keys))


def test_equal_columns() -> None:
    """There is nothing to tell."""
    assert compared(column("a"), column("a", "integer")) == []


def test_another_type() -> None:
    """The types are told as the databases spell them."""
    assert compared(column("a", "DATETIME"), column("a", "date")) == [("differs", "type", "a", "DATETIME", "date")]


@pytest.mark.parametrize(
    ("dev", "prod", "declared"),
    [
        ("TEXT", "inet", ("TEXT", "INET")),
        ("VARCHAR(20)", "numeric(10,2)", ("VARCHAR(20)", "NUMERIC(10, 2)")),
        ("INTEGER", "numeric(12,2)", ("INTEGER", "NUMERIC(12, 2)")),
        ("TEXT", "character varying(9)", ("TEXT", "VARCHAR(9)")),
    ],
)
def test_types_that_the_migration_declares(dev: str, prod: str, declared: tuple[str, str]) -> None:
    """A variant or a TypeDecorator says what is meant on each dialect."""
    assert compared(column("a", dev), column("a", prod), declared=declared) == []
    assert len(compared(column("a", dev), column("a", prod))) == 1


def test_type_that_is_not_the_declared_one() -> None:
    """A declaration excuses what it says, and nothing else."""
    assert compared(column("a", "TEXT"), column("a", "date"), declared=("TEXT", "INET")) == [
        ("differs", "type", "a", "TEXT", "date")
    ]


@pytest.mark.parametrize(
    ("dev", "prod", "declared", "texts"),
    [
        ((None, "VARCHAR(9)"), (None, "citext"), None, ("VARCHAR(9) without COLLATE NOCASE", "citext")),
        (("NOCASE", "VARCHAR(9)"), (None, "citext"), None, None),
        (("NOCASE", "TEXT"), (None, "text"), None, ("TEXT COLLATE NOCASE", "text")),
        (("NOCASE", "TEXT"), ("C", "text"), None, ("TEXT COLLATE NOCASE", "text COLLATE C")),
        (("RTRIM", "TEXT"), (None, "text"), None, ("TEXT COLLATE RTRIM", "text")),
        (("NOCASE", "TEXT"), ("case_insensitive", "text"), None, None),
        (("NOCASE", "TEXT"), (None, "text"), ('TEXT COLLATE "NOCASE"', "TEXT"), None),
        (("BINARY", "TEXT"), ("C", "text"), None, None),
        ((None, "TEXT"), ("de-x-icu", "text"), None, None),
    ],
)
def test_collation(
    dev: tuple[str | None, str],
    prod: tuple[str | None, str],
    declared: tuple[str, str] | None,
    texts: tuple[str, str] | None,
) -> None:
    """Whether the case of letters counts is a difference; in which order they stand is not."""
    left, right = (replace(column("a", kind), collation=collation) for collation, kind in (dev, prod))

    assert compared(left, right, declared=declared) == ([("differs", "type", "a", *texts)] if texts else [])


def test_collation_of_a_unique_column() -> None:
    """Whatever the migration declares: one side refuses what the other takes."""
    left, right = replace(column("a", "TEXT"), collation="NOCASE"), column("a", "text")
    declared, keys = ('TEXT COLLATE "NOCASE"', "TEXT"), replace(NO_KEYS, unique=frozenset({"a"}))

    assert compared(left, right, declared=declared, keys=keys) == [
        ("differs", "type", "a", "TEXT COLLATE NOCASE", "text")
    ]


def test_labels_of_an_enum() -> None:
    """They are told in the order of each side, and compared as sets."""
    dev, prod = column("a", "VARCHAR(1)"), column("a", "character varying(1)")
    one, other, same = (
        replace(dev, meaning=replace(type_of(dev.type, FACTS[0]), labels=labels))
        for labels in (("x", "y"), ("y", "x", "z"), ("y", "x"))
    )

    for right, expected in ((other, [("differs", "enum", "a", "x, y", "y, x, z")]), (same, [])):
        pair = (one, replace(prod, meaning=right.meaning))
        assert told(*column_differences("t", pair, facts=FACTS, declared=None, keys=NO_KEYS)) == expected


def test_null() -> None:
    """Whether NULL is taken is told in words."""
    assert compared(column("a", nullable=False), column("a", "integer")) == [
        ("differs", "nullable", "a", "NOT NULL", "NULL allowed")
    ]


def test_null_that_follows_from_a_key() -> None:
    """A column of a key that one side has alone is NOT NULL there because of it, and numbers itself because of it."""
    keys = replace(OWN_KEY, of_one_side=frozenset({"a"}))

    assert compared(column("a"), column("a", "integer", nullable=False, numbered=True), keys=keys) == []


def test_default() -> None:
    """Defaults are compared by what they mean, and told as they are written."""
    dev = replace(column("a"), default="'1'", default_meaning="value: 1")
    prod = replace(column("a", "integer"), default="1", default_meaning="value: 1")

    assert compared(dev, prod) == []
    assert compared(dev, replace(prod, default="2", default_meaning="value: 2")) == [
        ("differs", "default", "a", "'1'", "2")
    ]
    assert compared(dev, column("a", "integer")) == [("differs", "default", "a", "'1'", None)]


@pytest.mark.parametrize(
    ("dev", "prod", "expected"),
    [
        (("0", False), (None, True), [("differs", "default", "a", "0", "numbers itself")]),
        ((None, True), ("5", False), [("differs", "default", "a", "numbers itself", "5")]),
        (("0", True), (None, True), []),
        ((None, False), (None, True), [("differs", "identity", "a", "needs a value", "numbers itself")]),
    ],
)
def test_default_beside_a_number(dev: Without, prod: Without, expected: Told) -> None:
    """What a row gets without the value is one difference; a key that numbers itself takes no default."""
    one, other = (
        replace(column("a", kind, numbered=numbered), default=text, default_meaning=text and f"value: {text}")
        for kind, (text, numbered) in (("INTEGER", dev), ("integer", prod))
    )

    assert compared(one, other) == expected


@pytest.mark.parametrize(
    ("meaning", "detail"),
    [
        ("unfit: the text 'false'", "dev: the text 'false'"),
        ("fails: unknown function: now()", "dev: fails: unknown function: now()"),
        ("value: the text of a song", None),
        ("clock", None),
    ],
)
def test_detail_of_a_default(meaning: str, detail: str | None) -> None:
    """What SQLite keeps although it is no value of the type, and what fails, is told."""
    pair = (replace(column("a"), default="x", default_meaning=meaning), column("a", "integer"))
    (difference,) = column_differences("items", pair, facts=FACTS, declared=None, keys=NO_KEYS)

    assert difference.detail == detail


def test_detail_of_a_default_that_each_side_stores_as_it_can() -> None:
    """What is stored is told where the texts may be equal."""
    pair = (
        replace(column("a"), default="1.5", default_meaning="value: 1.5"),
        replace(column("a", "integer"), default="1.5", default_meaning="value: 2"),
    )
    (difference,) = column_differences("items", pair, facts=FACTS, declared=None, keys=NO_KEYS)

    assert difference.detail == 'stored: ["1.5", "2"]'


@pytest.mark.parametrize(
    ("dev", "prod", "expected"),
    [
        (("a*2", "a * 2"), ("(a * 2)", "a * 2"), []),
        (("a*3", "a * 3"), ("(a * 2)", "a * 2"), [("differs", "computed", "b", "a*3", "(a * 2)")]),
        (("iif(a, 1, 2)", "unknown: no function iif"), ("(a * 2)", "a * 2"), []),
        ((None, None), ("(a * 2)", "a * 2"), [("differs", "computed", "b", None, "(a * 2)")]),
    ],
)
def test_generated_column(dev: tuple[str | None, str | None], prod: tuple[str, str], expected: Told) -> None:
    """Expressions are compared by meaning; one that could not be read is no difference."""
    left, right = (
        replace(column("b", kind), computed=text, computed_meaning=meaning)
        for kind, (text, meaning) in (("INTEGER", dev), ("integer", prod))
    )

    assert compared(left, right) == expected


@pytest.mark.parametrize(
    ("dev", "prod", "keys", "expected"),
    [
        (False, True, OWN_KEY, [("differs", "identity", "a", "needs a value", "numbers itself")]),
        (True, False, OWN_KEY, [("differs", "identity", "a", "numbers itself", "needs a value")]),
        (False, True, NO_KEYS, [("differs", "identity", "a", "needs a value", "numbers itself")]),
        (True, False, NO_KEYS, []),
        (True, False, replace(NO_KEYS, foreign=frozenset({"a"})), []),
        (False, True, replace(NO_KEYS, foreign=frozenset({"a"})), []),
    ],
)
def test_numbering(dev: bool, prod: bool, keys: Keys, expected: Told) -> None:  # noqa: FBT001 - a table of cases
    """SQLite numbers every INTEGER key; what PostgreSQL numbers must number itself unless it comes from elsewhere."""
    left, right = (column("a", kind, numbered=does) for kind, does in (("INTEGER", dev), ("integer", prod)))

    assert compared(left, right, keys=keys) == expected


def test_identity_that_refuses_a_value() -> None:
    """GENERATED ALWAYS refuses what SQLite takes, also where both number themselves."""
    prod = replace(column("a", "integer", numbered=True), identity="always")

    assert compared(column("a", numbered=True), prod, keys=OWN_KEY) == [
        ("differs", "identity", "a", "takes any value", "GENERATED ALWAYS AS IDENTITY")
    ]


def test_name_that_production_cut() -> None:
    """The columns are one pair, and the name is what differs."""
    long = "a_column_whose_name_is_longer_than_the_sixty_three_bytes_that_postgresql_keeps"
    dev, prod = table("t", column(long), column("b")), table("t", column("b", "integer"), column(long[:63], "integer"))
    pairs, dev_only, prod_only = pair_columns(dev, prod, LIMIT)

    assert [(one.name, other.name) for one, other in pairs] == [(long, long[:63]), ("b", "b")]
    assert (dev_only, prod_only) == ([], [])
    assert compared(*pairs[0]) == [("cut", "truncation", long, long, long[:63])]
