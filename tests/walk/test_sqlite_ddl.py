"""Reading the text of SQLite's CREATE TABLE and CREATE INDEX."""

from __future__ import annotations

import sqlite3

import pytest
from sqlglot.errors import TokenError

from harness.walk.sqlite_ddl import read_index, read_table
from harness.walk.sqlite_text import ConstraintText, TableText


def constraints(columns: str) -> list[tuple[str, str | None, tuple[str, ...]]]:
    """Give kind, name and columns of the constraints of a table that SQLite accepts."""
    return [(item.kind, item.name, item.columns) for item in accepted(f"CREATE TABLE t ({columns})").constraints]


def accepted(sql: str) -> TableText:
    """Read a text after SQLite has taken it: a test about a text that SQLite refuses would say nothing."""
    sqlite3.connect(":memory:").execute(sql)
    return read_table(sql)


@pytest.mark.parametrize(
    ("columns", "expected"),
    [
        ("a INTEGER PRIMARY KEY", ("pk", None, ("a",))),
        ("a INTEGER CONSTRAINT pk_t PRIMARY KEY DESC ON CONFLICT FAIL", ("pk", "pk_t", ("a",))),
        ("a, b, PRIMARY KEY (a, b DESC)", ("pk", None, ("a", "b"))),
        ("a, b, CONSTRAINT pk_t PRIMARY KEY (b, a)", ("pk", "pk_t", ("b", "a"))),
        ("a UNIQUE", ("uq", None, ("a",))),
        ("a VARCHAR(20) UNIQUE", ("uq", None, ("a",))),
        ("a TEXT CONSTRAINT uq_a UNIQUE", ("uq", "uq_a", ("a",))),
        ("a, b, UNIQUE (a, b)", ("uq", None, ("a", "b"))),
        ("a, b, CONSTRAINT uq_t UNIQUE (b COLLATE NOCASE DESC, a)", ("uq", "uq_t", ("b", "a"))),
        ("a REFERENCES p", ("fk", None, ("a",))),
        ("a INTEGER CONSTRAINT fk_a REFERENCES p (id) ON DELETE SET NULL", ("fk", "fk_a", ("a",))),
        ("a, b, FOREIGN KEY (a, b) REFERENCES p (x, y)", ("fk", None, ("a", "b"))),
        ("a, CONSTRAINT fk_a FOREIGN KEY (a) REFERENCES p ON UPDATE RESTRICT", ("fk", "fk_a", ("a",))),
        ("a CHECK (a > 0)", ("ck", None, ())),
        ("a CONSTRAINT ck_a CHECK (a > 0)", ("ck", "ck_a", ())),
        ("a, CHECK (a > 0)", ("ck", None, ())),
        ("a, CONSTRAINT ck_a CHECK (a > 0)", ("ck", "ck_a", ())),
    ],
)
def test_every_form_of_a_constraint(columns: str, expected: tuple[str, str | None, tuple[str, ...]]) -> None:
    """A constraint stands behind its column or after the columns, with a name or without."""
    assert constraints(columns) == [expected]


def test_chain_of_constraints_on_one_column() -> None:
    """A name belongs to the next constraint only, also when that is one that is not kept."""
    chain = (
        "a INTEGER CONSTRAINT nn NOT NULL ON CONFLICT IGNORE CONSTRAINT uq UNIQUE CONSTRAINT df DEFAULT 3 "
        "CHECK (a > 0) CONSTRAINT ck CHECK (a < 9) CONSTRAINT co COLLATE NOCASE REFERENCES p"
    )

    assert constraints(chain) == [
        ("uq", "uq", ("a",)),
        ("ck", None, ()),
        ("ck", "ck", ()),
        ("fk", None, ("a",)),
    ]


def test_constraints_without_a_comma_between_them() -> None:
    """SQLite takes table constraints that no comma separates."""
    assert constraints("a, b, CONSTRAINT x CHECK(a>b)UNIQUE(a)") == [("ck", "x", ()), ("uq", None, ("a",))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a > 0", "a > 0"),
        ("  a\n  > 0 ", "a\n  > 0"),
        ("a IN ('x', 'y,)')", "a IN ('x', 'y,)')"),
        ("(a > 0) AND ((b < 1))", "(a > 0) AND ((b < 1))"),
        ("a <> ')' /* ) */", "a <> ')' /* ) */"),
        ("a <> '--' AND b <> '/*'", "a <> '--' AND b <> '/*'"),
        ("a GLOB '[a-z]*' AND a NOT LIKE '%''%'", "a GLOB '[a-z]*' AND a NOT LIKE '%''%'"),
        ("a <> '{# x #}' AND b <> '{{y}}'", "a <> '{# x #}' AND b <> '{{y}}'"),
        ("CASE WHEN a THEN b > 1 ELSE 0 END", "CASE WHEN a THEN b > 1 ELSE 0 END"),
        ("a ->> '$.x' > 0x0F AND b ISNULL", "a ->> '$.x' > 0x0F AND b ISNULL"),
    ],
)
def test_condition_of_a_check(text: str, expected: str) -> None:
    """The condition is kept as it is written, without the space around it."""
    assert [item.expression for item in accepted(f"CREATE TABLE t (a, b, CHECK ({text}), UNIQUE (a))").constraints] == [
        expected,
        None,
    ]


@pytest.mark.parametrize("name", ['"a""b"', "[a b]", "`a``b`", "'a b'", '"CHECK"', '"x, UNIQUE (y)"', "a$b", "ünï"])
def test_quoted_names(name: str) -> None:
    """SQLite knows four kinds of quotes; nothing between them is a keyword."""
    bare = name[1:-1].replace('""', '"').replace("``", "`") if name[0] in "\"[`'" else name

    assert constraints(f"{name} TEXT UNIQUE, CONSTRAINT {name} CHECK (1)") == [("uq", None, (bare,)), ("ck", bare, ())]


@pytest.mark.parametrize(
    "name",
    ["generated", "always", "key", "action", "replace", "row", "end", "view", "desc", "show", "comment", "rename"],
)
def test_keywords_as_names(name: str) -> None:
    """Many of SQLite's keywords are names where no keyword can stand."""
    assert constraints(f"{name} INTEGER UNIQUE") == [("uq", None, (name,))]


@pytest.mark.parametrize(
    "kind",
    [
        "DECIMAL(10, 2)",
        "UNSIGNED BIG INT",
        "DOUBLE PRECISION",
        "NATIVE CHARACTER (70)",
        '"odd type"(3)',
        "VARCHAR(20)",
        "",
    ],
)
def test_types_of_several_words(kind: str) -> None:
    """A type may have words, parentheses and quotes."""
    assert constraints(f"a {kind} UNIQUE") == [("uq", None, ("a",))]


@pytest.mark.parametrize(
    "default",
    [
        *("0", "-5", "- 5", "+.5", "1e-3", "0x1F", "x'0A0B'", "NULL", "TRUE", "CURRENT_TIMESTAMP"),
        *("'it''s'", "'back\\'", "'CHECK (x), UNIQUE ('", '"text"', "word", '\'{"a": [1, ")"]}\''),
        *("(1 + (2 * 3))", "(datetime('now'))"),
    ],
)
def test_what_stands_behind_a_default(default: str) -> None:
    """A default is passed over, whatever it holds."""
    assert constraints(f"a TEXT DEFAULT {default} UNIQUE") == [("uq", None, ("a",))]


def test_comments_hold_nothing() -> None:
    """What stands in a comment is no constraint."""
    columns = (
        "a INTEGER /* CHECK (a > 1), */, -- UNIQUE (a)\n"
        "/* b */ b INTEGER CONSTRAINT /* x */ n -- y\n"
        "CHECK /* z */ (b > 0), FOREIGN /* q */ KEY (a) REFERENCES p ON /* r */ DELETE SET /* s */ NULL DEFERRABLE"
    )

    assert constraints(columns) == [("ck", "n", ()), ("fk", None, ("a",))]


@pytest.mark.parametrize(
    ("written", "options"),
    [
        ("DEFERRABLE", {"deferrable": "yes"}),
        ("DEFERRABLE INITIALLY DEFERRED", {"deferrable": "yes", "initially": "DEFERRED"}),
        ("DEFERRABLE INITIALLY IMMEDIATE", {"deferrable": "yes"}),
        ("NOT DEFERRABLE", {}),
        ("NOT DEFERRABLE INITIALLY DEFERRED", {}),
        ("ON DELETE SET NULL ON UPDATE NO ACTION DEFERRABLE", {"deferrable": "yes"}),
        ("ON DELETE CASCADE MATCH FULL DEFERRABLE INITIALLY DEFERRED", {"deferrable": "yes", "initially": "DEFERRED"}),
    ],
)
def test_options_of_a_foreign_key(written: str, options: dict[str, str]) -> None:
    """Only what is not the default is an option; the actions are known from PRAGMA."""
    inline, apart = (
        accepted(f"CREATE TABLE t (a REFERENCES p (id) {written})"),
        accepted(f"CREATE TABLE t (a, FOREIGN KEY (a) REFERENCES p (id) {written}, CHECK (a > 0))"),
    )

    assert inline.constraints == (ConstraintText(kind="fk", name=None, columns=("a",), options=options, inline=True),)
    assert apart.constraints[0] == ConstraintText(kind="fk", name=None, columns=("a",), options=options)
    assert apart.constraints[1].kind == "ck"


@pytest.mark.parametrize("written", ["a UNIQUE ON CONFLICT IGNORE", "a, UNIQUE (a) ON CONFLICT IGNORE"])
def test_on_conflict(written: str) -> None:
    """What a unique constraint does with a duplicate is an option."""
    assert accepted(f"CREATE TABLE t ({written})").constraints[0].options == {"on conflict": "IGNORE"}


@pytest.mark.parametrize(
    ("written", "options"),
    [
        ("UNIQUE (a COLLATE NOCASE, b)", {"collate": "NOCASE"}),
        ("PRIMARY KEY (a COLLATE RTRIM, b COLLATE NOCASE DESC)", {"collate": "RTRIM, NOCASE"}),
        ("UNIQUE (a COLLATE BINARY)", {}),
    ],
)
def test_collation_of_a_key(written: str, options: dict[str, str]) -> None:
    """A key may ignore more than its columns do."""
    assert accepted(f"CREATE TABLE t (a TEXT, b TEXT, {written})").constraints[0].options == options


def test_collations() -> None:
    """The last COLLATE of a column counts; one in an expression or key does not."""
    text = accepted(
        "CREATE TABLE t (a TEXT COLLATE NOCASE NOT NULL, b TEXT DEFAULT 'x' COLLATE BINARY COLLATE RTRIM, "
        "c TEXT CHECK (c COLLATE NOCASE <> 'x'), d TEXT, UNIQUE (d COLLATE NOCASE))"
    )

    assert text.collations == {"a": "NOCASE", "b": "RTRIM"}


def test_generated_columns() -> None:
    """The expression is found with and without GENERATED ALWAYS."""
    text = accepted(
        "CREATE TABLE t (a INTEGER GENERATED ALWAYS AS (b * 2) STORED, b INTEGER, c AS (b || ')'), "
        "d INT AS (b + 1) VIRTUAL NOT NULL UNIQUE)"
    )

    assert text.computed == {"a": "b * 2", "c": "b || ')'", "d": "b + 1"}
    assert [item.columns for item in text.constraints] == [("d",)]


@pytest.mark.parametrize(
    ("columns", "expected"),
    [
        ("id INTEGER PRIMARY KEY AUTOINCREMENT, a TEXT", True),
        ("id INTEGER PRIMARY KEY ASC ON CONFLICT ABORT AUTOINCREMENT", True),
        ("id INTEGER, PRIMARY KEY (id AUTOINCREMENT)", True),
        ("id INTEGER PRIMARY KEY", False),
        ("id INTEGER PRIMARY KEY, a TEXT DEFAULT 'AUTOINCREMENT'", False),
    ],
)
def test_autoincrement(columns: str, expected: bool) -> None:  # noqa: FBT001 - a table of cases
    """The word counts as a keyword only."""
    assert accepted(f"CREATE TABLE t ({columns})").autoincrement is expected


@pytest.mark.parametrize(
    ("tail", "expected"),
    [
        ("", {}),
        ("STRICT", {"strict": "yes"}),
        ("WITHOUT ROWID", {"without rowid": "yes"}),
        ("WITHOUT   ROWID,STRICT", {"strict": "yes", "without rowid": "yes"}),
        ("/* STRICT */", {}),
    ],
)
def test_options_of_a_table(tail: str, expected: dict[str, str]) -> None:
    """They stand behind the columns."""
    assert accepted(f"CREATE TABLE t (a TEXT PRIMARY KEY, b TEXT DEFAULT ') STRICT'){tail}").options == expected


@pytest.mark.parametrize(
    "sql", ["", "CREATE TABLE t AS SELECT 1 AS x", "CREATE VIRTUAL TABLE s USING fts5(title, body)"]
)
def test_text_without_constraints(sql: str) -> None:
    """Where there is nothing to read, nothing is found."""
    assert read_table(sql) == TableText()


@pytest.mark.parametrize(
    "sql", ["CREATE TABLE t (a TEXT DEFAULT 'open)", 'CREATE TABLE t ("a TEXT)', "CREATE TABLE t (a [b)"]
)
def test_text_that_does_not_end(sql: str) -> None:
    """SQLite stores no such text; the caller reports it."""
    with pytest.raises(TokenError):
        read_table(sql)


@pytest.mark.parametrize(
    ("sql", "expected"),
    [
        ('CREATE INDEX i ON t (a, "b c" DESC)', (("a", "b c"), None)),
        ("CREATE INDEX i ON t (a COLLATE NOCASE DESC, b ASC)", (("a", "b"), None)),
        ("CREATE UNIQUE INDEX i ON t (lower(a) DESC, (a || b))", (("lower(a)", "(a || b)"), None)),
        ("CREATE INDEX i ON t (coalesce(a, 'on ('), b)", (("coalesce(a, 'on (')", "b"), None)),
        ("CREATE INDEX i ON t (CASE WHEN a THEN b END COLLATE NOCASE)", (("CASE WHEN a THEN b END",), None)),
        ("CREATE INDEX i ON t (a) WHERE b > 0;", (("a",), "b > 0")),
        ("CREATE INDEX i on[t](a)where(b>1)", (("a",), "(b>1)")),
        (
            "CREATE INDEX i ON t (a) WHERE b <> 'WHERE (' AND\n  b IS NOT NULL",
            (("a",), "b <> 'WHERE (' AND\n  b IS NOT NULL"),
        ),
        ("CREATE INDEX i ON t (a) WHERE b COLLATE NOCASE = 'x'", (("a",), "b COLLATE NOCASE = 'x'")),
        ('CREATE INDEX IF NOT EXISTS main."on" ON t ("where") -- WHERE a', (("where",), None)),
    ],
)
def test_keys_and_condition_of_an_index(sql: str, expected: tuple[tuple[str, ...], str | None]) -> None:
    """Collation and order are left out of the keys, for PRAGMA tells them."""
    database = sqlite3.connect(":memory:")
    database.execute('CREATE TABLE t (a, b, "b c", "where")')
    database.execute(sql)

    assert read_index(sql) == expected


def test_not_null_may_pass_a_row_over() -> None:
    """SQLite documentation, "ON CONFLICT clause": of a column, NOT NULL may have one."""
    text = read_table("CREATE TABLE t (a INTEGER NOT NULL ON CONFLICT IGNORE, b TEXT UNIQUE ON CONFLICT REPLACE)")

    assert text.on_null == {"a": "IGNORE"}
