"""Putting together a table from what a real SQLite database says of it."""

from __future__ import annotations

import sqlite3
from typing import Any

import pytest

from harness.model import Constraint, Index, Table
from harness.walk.assemble_sqlite import assemble_sqlite
from harness.walk.worker.catalog_sqlite import SqliteCatalog


def facts(*statements: str) -> dict[str, Any]:
    """Give what the worker reads of the table t."""
    database = sqlite3.connect(":memory:")
    for statement in statements:
        database.execute(statement)
    read: dict[str, Any] = SqliteCatalog().read(lambda sql: database.execute(sql).fetchall(), frozenset())
    table: dict[str, Any] = read["tables"]["t"]
    return table


def assembled(*statements: str) -> Table:
    """Give the table t after some statements."""
    table, trouble = assemble_sqlite("t", facts(*statements))
    assert trouble is None
    return table


def only_index(definition: str) -> Index:
    """Give the one index of a table."""
    (index,) = assembled("CREATE TABLE t (a TEXT COLLATE NOCASE, b TEXT, c)", f"CREATE {definition}").indexes
    return index


@pytest.mark.parametrize(
    ("definition", "numbered"),
    [
        ("t (id INTEGER PRIMARY KEY)", True),
        ("t (id integer, PRIMARY KEY (id))", True),
        ("t (id INTEGER PRIMARY KEY DESC)", False),
        ("t (id INT PRIMARY KEY)", False),
        ("t (id BIGINT PRIMARY KEY)", False),
        ("t (id INTEGER, b INTEGER, PRIMARY KEY (id, b))", False),
        ("t (id INTEGER PRIMARY KEY) WITHOUT ROWID", False),
    ],
)
def test_key_that_numbers_itself(definition: str, numbered: bool) -> None:  # noqa: FBT001 - a table of cases
    """Only an INTEGER PRIMARY KEY of one column is the rowid, and the word DESC undoes it."""
    column = assembled(f"CREATE TABLE {definition}").column("id")

    assert column is not None
    assert column.numbered is numbered


def test_rowid_is_never_null() -> None:
    """PRAGMA says of an INTEGER PRIMARY KEY that it takes NULL; other keys do take it."""
    number, text = (assembled(f"CREATE TABLE t (id {kind} PRIMARY KEY)").column("id") for kind in ("INTEGER", "TEXT"))

    assert number is not None
    assert text is not None
    assert (number.nullable, text.nullable) == (False, True)


def test_composite_key_in_its_own_order() -> None:
    """The columns of a key stand in the order of the key."""
    assert assembled("CREATE TABLE t (a, b, CONSTRAINT pk PRIMARY KEY (b, a))").constraints == (
        Constraint(kind="pk", name="pk", columns=("b", "a")),
    )


def test_two_foreign_keys_on_one_column() -> None:
    """PRAGMA numbers the keys from the last written one, the text from the first."""
    table = assembled(
        "CREATE TABLE t (a REFERENCES p (id) ON DELETE CASCADE, "
        "CONSTRAINT second FOREIGN KEY (a) REFERENCES q (id) ON UPDATE SET NULL DEFERRABLE)"
    )

    assert table.constraints == (
        Constraint(
            kind="fk",
            name=None,
            columns=("a",),
            referred_table="p",
            referred_columns=("id",),
            options={"ondelete": "CASCADE"},
            inline=True,
        ),
        Constraint(
            kind="fk",
            name="second",
            columns=("a",),
            referred_table="q",
            referred_columns=("id",),
            options={"deferrable": "yes", "onupdate": "SET NULL"},
        ),
    )


def test_two_unique_constraints_on_one_column() -> None:
    """The Inspector gives one of them; both have a name that a migration may drop."""
    table = assembled("CREATE TABLE t (a, CONSTRAINT one UNIQUE (a), CONSTRAINT two UNIQUE (a) ON CONFLICT IGNORE)")

    assert table.constraints == (
        Constraint(kind="uq", name="one", columns=("a",)),
        Constraint(kind="uq", name="two", columns=("a",), options={"on conflict": "IGNORE"}),
    )


def test_unique_constraint_in_another_case() -> None:
    """SQLite does not mind the case of a column's name; the constraint is still one."""
    assert assembled("CREATE TABLE t (Code TEXT, UNIQUE (code))").constraints == (
        Constraint(kind="uq", name=None, columns=("Code",)),
    )


def test_table_option_and_collation() -> None:
    """AUTOINCREMENT and COLLATE stand in the text alone."""
    table = assembled("CREATE TABLE t (id INTEGER PRIMARY KEY AUTOINCREMENT, a TEXT COLLATE NOCASE)")

    assert table.options == {"autoincrement": "yes"}
    assert [column.collation for column in table.columns] == [None, "NOCASE"]


def test_generated_column_has_no_default() -> None:
    """The expression of a generated column is not its default."""
    column = assembled("CREATE TABLE t (a INTEGER DEFAULT 1, b INTEGER AS (a * 2) STORED)").columns[1]

    assert (column.computed, column.default) == ("a * 2", None)


@pytest.mark.parametrize(
    ("definition", "expected"),
    [
        ("INDEX i ON t (a, b)", Index(name="i", keys=("a", "b"), columns=("a", "b"))),
        ("INDEX i ON t (b DESC)", Index(name="i", keys=("b DESC",), columns=("b",))),
        ("UNIQUE INDEX i ON t (lower(b))", Index(name="i", keys=("lower(b)",), unique=True)),
        ("INDEX i ON t (b) WHERE c > 0", Index(name="i", keys=("b",), columns=("b",), predicate="c > 0")),
        ("INDEX i ON t (b COLLATE NOCASE DESC)", Index(name="i", keys=('"b" COLLATE NOCASE DESC',), columns=("b",))),
        ("INDEX i ON t (a COLLATE NOCASE)", Index(name="i", keys=("a",), columns=("a",))),
        ("INDEX i ON t (a COLLATE BINARY)", Index(name="i", keys=('"a" COLLATE BINARY',), columns=("a",))),
        ("INDEX i ON t (lower(b) COLLATE NOCASE)", Index(name="i", keys=("lower(b) COLLATE NOCASE",))),
    ],
)
def test_indexes(definition: str, expected: Index) -> None:
    """A key has its collation where that is not the column's own."""
    assert only_index(definition) == expected


def test_text_that_cannot_be_read() -> None:
    """What PRAGMA knows is kept, and why the rest is missing is told."""
    read = facts("CREATE TABLE t (a TEXT UNIQUE, b TEXT)", "CREATE INDEX i ON t (lower(b), a)")
    read["ddl"] = "CREATE TABLE t (a 'open"

    table, trouble = assemble_sqlite("t", read)

    assert trouble is not None
    assert trouble.startswith("its text could not be read: ")
    assert table.constraints == (Constraint(kind="uq", name=None, columns=("a",)),)
    assert table.indexes == (Index(name="i", keys=("an expression", "a"), columns=("a",)),)
