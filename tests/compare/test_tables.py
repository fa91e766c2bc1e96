"""How two tables differ, and what is only a consequence of something else that differs."""

from __future__ import annotations

from dataclasses import replace

import pytest

from harness.compare.tables import missing_table, table_differences, unknown_parts
from harness.model import Snapshot, Table, Unchecked
from harness.normalise import type_of
from tests.compare.schemas import (
    FACTS,
    LIMIT,
    check,
    column,
    foreign_key,
    index,
    primary_key,
    snapshot,
    table,
    told,
    unique,
)

LONG = "a_table_whose_name_is_longer_than_the_sixty_three_bytes_that_postgresql_keeps"

Told = list[tuple[str, str, str | None, str | None, str | None]]


def compared(dev: Table, prod: Table, *others: Table) -> Told:
    """Compare a table; `others` are on the development side only."""
    sides = (snapshot(dev, *others), snapshot(prod))
    tables = (_with_meanings(dev, 0), _with_meanings(prod, 1))
    return told(*table_differences("items", tables, sides, FACTS, {}))


def _with_meanings(one: Table, side: int) -> Table:
    return replace(one, columns=tuple(replace(c, meaning=type_of(c.type, FACTS[side])) for c in one.columns))


DEV = table("items", column("id"), column("a"))
PROD = table("items", column("id", "integer"), column("a", "integer"))


def test_missing_column_is_told_alone() -> None:
    """What stands on a column that is missing is missing with it."""
    dev = table(
        "items",
        *(*DEV.columns, column("extra")),
        unique("extra", "a", name="uq"),
        check(("extra",), "extra > 0", name="ck"),
        foreign_key("extra", "items", name="fk"),
        index("extra", name="ix"),
        replace(index("a", name="ix_condition", predicate="extra > 0")),
        replace(index(name="ix_expression"), keys=("lower(extra)",), meaning=("lower(extra)",)),
    )

    assert compared(dev, PROD) == [("missing", "column", "extra", "INTEGER", None)]


def test_indexes_of_one_name_on_a_missing_column_and_another_one() -> None:
    """The name is there on both sides, so that the index is not missing: it is another one."""
    dev = table("items", *DEV.columns, column("extra"), index("extra", name="ix"))
    prod = table("items", *PROD.columns, index("a", name="ix"))

    assert compared(dev, prod) == [
        ("missing", "column", "extra", "INTEGER", None),
        ("differs", "ix", "ix", "INDEX (extra)", "INDEX (a)"),
    ]


def test_column_in_two_cases_is_told_once() -> None:
    """SQLite keeps the case of a name that PostgreSQL writes small."""
    dev, prod = (
        table("items", column("Id"), unique("Id", name="uq")),
        table("items", column("id", "integer"), unique("id", name="uq")),
    )

    assert compared(dev, prod) == [("missing", "column", "Id", "INTEGER", None)]


def test_foreign_key_to_a_missing_table_is_not_told() -> None:
    """The table is the finding."""
    dev = table("items", *DEV.columns, foreign_key("a", "parents", name="fk"))

    assert compared(dev, PROD, table("parents", column("id"))) == []
    assert compared(dev, PROD) == [("missing", "fk", "fk", "FOREIGN KEY (a) REFERENCES parents (id)", None)]


def test_key_of_one_side_is_told_alone() -> None:
    """That its columns are NOT NULL and numbered follows from the key."""
    prod = table(
        "items",
        column("id", "integer", nullable=False, numbered=True),
        column("a", "integer"),
        primary_key("id", name="pk"),
    )

    assert compared(DEV, prod) == [("missing", "pk", "pk", None, "PRIMARY KEY (id)")]


def test_names_that_were_cut_are_followed() -> None:
    """Constraints and indexes of a column whose name was cut are compared under the short name."""
    short = LONG[:63]
    dev = table("items", column(LONG), unique(LONG, name="uq"), index(LONG, name="ix"))
    prod = table("items", column(short, "integer"), unique(short, name="uq"), index(short, name="ix"))

    assert compared(dev, prod) == [("cut", "truncation", LONG, LONG, short)]


@pytest.mark.parametrize(
    ("key", "expected"),
    [
        ((primary_key("id"),), [("differs", "identity", "id", "numbers itself", "needs a value")]),
        ((primary_key("id"), foreign_key("id", "p")), []),
        ((primary_key("id", "a"),), []),
    ],
)
def test_key_that_numbers_itself_on_sqlite(key: tuple[object, ...], expected: Told) -> None:
    """A key of one column that is no foreign key takes its value from the database, or must be given one."""
    dev, prod = (
        replace(side, columns=(replace(side.columns[0], numbered=side is DEV), side.columns[1]), constraints=key)  # type: ignore[arg-type] # a table
        for side in (DEV, PROD)
    )

    assert compared(dev, prod) == expected


def missing(name: str, dev: Snapshot, prod: Snapshot) -> Told:
    """Tell of a table that one side has."""
    difference = missing_table(name, dev, prod, LIMIT)
    return told(difference) if difference else []


def test_missing_table() -> None:
    """It is told with the number of its columns."""
    assert missing("items", snapshot(DEV), snapshot()) == [("missing", "table", "items", "table of 2 columns", None)]
    assert missing("one", snapshot(), snapshot(table("one", column("a")))) == [
        ("missing", "table", "one", None, "table of 1 column")
    ]


@pytest.mark.parametrize(
    ("dev", "prod", "expected"),
    [
        (LONG, LONG[:63], ("cut", "truncation", LONG, LONG, LONG[:63])),
        ("Items", "items", ("missing", "table", "Items", "table of 0 columns", None)),
    ],
)
def test_table_under_another_name_is_told_once(dev: str, prod: str, expected: tuple[str, ...]) -> None:
    """A name that PostgreSQL cut or wrote small belongs to one table."""
    left, right = snapshot(table(dev)), snapshot(table(prod))

    assert missing(dev, left, right) == [expected]
    assert missing(prod, left, right) == []


def test_shadow_tables_belong_to_their_virtual_table() -> None:
    """A full-text table of SQLite keeps its data in tables of its own."""
    virtual = replace(table("search"), ddl="CREATE VIRTUAL TABLE search USING fts5(title)")
    dev = snapshot(virtual, table("search_data"), table("searches"))

    assert missing("search_data", dev, snapshot()) == []
    assert len(missing("search", dev, snapshot())) == 1
    assert len(missing("searches", dev, snapshot())) == 1


def test_what_could_not_be_read_is_listed() -> None:
    """Each part is named, with the first line of what PostgreSQL said."""
    unknown = "unknown: function glob(text) does not exist\nHINT: none"
    one = table(
        "items",
        replace(column("b"), computed="glob(a)", computed_meaning=unknown),
        replace(check((), "a GLOB 'x'"), meaning=unknown),
        replace(check((), "a GLOB 'y'", name="ck"), meaning=unknown),
        replace(index("a", name="ix"), meaning=(unknown,), predicate_meaning="a > 0"),
    )
    why = "function glob(text) does not exist"

    assert list(unknown_parts(one)) == [
        Unchecked(what="the expression of items.b", why=why),
        Unchecked(what="the check a GLOB 'x' of items", why=why),
        Unchecked(what="the check ck of items", why=why),
        Unchecked(what="the index ix of items", why=why),
    ]
