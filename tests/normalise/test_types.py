"""Types by meaning: what SQLAlchemy's types are called on SQLite and on PostgreSQL, and whether that is the same."""

from __future__ import annotations

import pytest

from harness.databases.postgresql.facts import FACTS as POSTGRESQL
from harness.databases.sqlite import FACTS as SQLITE
from harness.model import Type
from harness.normalise import same_type, type_of

SAME = [
    ("String(50), Unicode(30)", "VARCHAR(50)", "character varying(50)"),
    ("String()", "VARCHAR", "character varying"),
    ("Text, UnicodeText", "TEXT", "text"),
    ("Text on one side, String() on the other", "TEXT", "character varying"),
    ("CHAR(3)", "CHAR(3)", "character(3)"),
    ("Integer", "INTEGER", "integer"),
    ("BigInteger", "BIGINT", "bigint"),
    ("SmallInteger", "SMALLINT", "smallint"),
    ("TINYINT in SQL", "TINYINT", "smallint"),
    ("MEDIUMINT in SQL", "MEDIUMINT", "integer"),
    ("DEC in SQL", "DEC(5, 2)", "numeric(5,2)"),
    ("INET in SQL", "INET", "inet"),
    ("BigInteger with an Integer variant", "INTEGER", "bigint"),
    ("Integer with a SmallInteger variant on SQLite", "SMALLINT", "integer"),
    ("Numeric()", "NUMERIC", "numeric"),
    ("Numeric(10, 2)", "NUMERIC(10, 2)", "numeric(10,2)"),
    ("Numeric(10)", "NUMERIC(10)", "numeric(10,0)"),
    ("DECIMAL(8, 3)", "DECIMAL(8, 3)", "numeric(8,3)"),
    ("Float(), Float(53)", "FLOAT", "double precision"),
    ("Double()", "DOUBLE", "double precision"),
    ("DOUBLE PRECISION in SQL", "DOUBLE PRECISION", "double precision"),
    ("Boolean", "BOOLEAN", "boolean"),
    ("Date", "DATE", "date"),
    ("DateTime", "DATETIME", "timestamp without time zone"),
    ("DateTime(timezone=True)", "DATETIME", "timestamp with time zone"),
    ("DateTime with a TIMESTAMP(precision=3) variant", "DATETIME", "timestamp(3) without time zone"),
    ("TIMESTAMP", "TIMESTAMP", "timestamp without time zone"),
    ("TIMESTAMP WITH TIME ZONE in SQL", "timestamp with time zone", "timestamp with time zone"),
    ("Time", "TIME", "time without time zone"),
    ("Time(timezone=True)", "TIME", "time with time zone"),
    ("Interval", "DATETIME", "interval"),
    ("LargeBinary, PickleType", "BLOB", "bytea"),
    ("JSON", "JSON", "json"),
    ("JSON with a JSONB variant", "JSON", "jsonb"),
    ("JSONB on SQLAlchemy 2.1", "JSONB", "jsonb"),
    ("Uuid", "CHAR(32)", "uuid"),
    ("String(36) with a UUID variant", "VARCHAR(36)", "uuid"),
    ("Uuid(native_uuid=False)", "CHAR(32)", "character(32)"),
    ("ARRAY with a JSON variant", "JSON", "integer[]"),
    ("String with a CITEXT variant", "VARCHAR(120)", "citext"),
    ("Text with a CITEXT variant", "TEXT", "citext"),
    ("numeric ( 10 , 2 ) in SQL", "numeric ( 10 , 2 )", "numeric(10,2)"),
    ("CHAR VARYING in SQL", "char varying(5)", "character varying(5)"),
    ("CHAR VARYING in SQL, behind a batch", "TEXT(5)", "character varying(5)"),
    ("NATIONAL CHARACTER in SQL", "national character(5)", "character(5)"),
    ("varchar in small letters", "varchar(20)", "character varying(20)"),
]

DIFFERENT = [
    ("REAL", "REAL", "real"),
    ("Float(24)", "FLOAT", "real"),
    ("UUID", "UUID", "uuid"),
    ("a length lost or changed", "VARCHAR(20)", "character varying(10)"),
    ("a length on one side", "VARCHAR(20)", "text"),
    ("String for CHAR", "VARCHAR(3)", "character(3)"),
    ("BigInteger for Integer", "BIGINT", "integer"),
    ("Integer for SmallInteger", "INTEGER", "smallint"),
    ("another scale", "NUMERIC(10, 4)", "numeric(10,2)"),
    ("no scale", "NUMERIC", "numeric(10,0)"),
    ("Numeric for Integer", "NUMERIC(10, 2)", "integer"),
    ("Numeric for Float", "NUMERIC", "double precision"),
    ("Integer for Boolean", "INTEGER", "boolean"),
    ("String for Integer", "VARCHAR(5)", "integer"),
    ("DateTime for Date", "DATETIME", "date"),
    ("DateTime for Time", "DATETIME", "time without time zone"),
    ("Text for JSON", "TEXT", "json"),
    ("a type that SQLite takes for a number", "MONEY", "text"),
    ("the same word, of which SQLite makes a number", "MONEY", "money"),
    ("a type with INT in it", "INTERVAL", "interval"),
    ("a short text for a UUID", "VARCHAR(10)", "uuid"),
    ("Text for INET", "TEXT", "inet"),
]


def meanings(sqlite: str, postgresql: str) -> tuple[Type, Type]:
    """Give both types by meaning."""
    return type_of(sqlite, SQLITE), type_of(postgresql, POSTGRESQL)


@pytest.mark.parametrize(("sqlite", "postgresql"), [row[1:] for row in SAME], ids=[row[0] for row in SAME])
def test_the_same_type(sqlite: str, postgresql: str) -> None:
    """What SQLAlchemy writes for one type on both databases is one type."""
    assert same_type(*meanings(sqlite, postgresql))


@pytest.mark.parametrize(("sqlite", "postgresql"), [row[1:] for row in DIFFERENT], ids=[row[0] for row in DIFFERENT])
def test_another_type(sqlite: str, postgresql: str) -> None:
    """What only a branch on the dialect, or a type that SQLite does not know, brings about is another type."""
    assert not same_type(*meanings(sqlite, postgresql))


def test_native_enum_is_kept_as_text() -> None:
    """An Enum is VARCHAR on SQLite, as long as its longest label."""
    assert same_type(type_of("VARCHAR(5)", SQLITE), Type(family="enum", name="mood", labels=("happy", "sad")))


@pytest.mark.parametrize(
    ("spelled", "expected"),
    [
        ("VARCHAR(20)", Type(family="varchar", length=20)),
        ('VARCHAR(20) COLLATE "NOCASE"', Type(family="varchar", length=20)),
        ("nvarchar (20)", Type(family="varchar", length=20)),
        ("NUMERIC(10)", Type(family="numeric", length=10, scale=0)),
        ("UNSIGNED BIG INT", Type(family="bigint")),
        ("LONG TEXT", Type(family="text")),
        ("", Type(family="bytes")),
        ("MY FLOATING", Type(family="double")),
        ("STRING", Type(family="other", name="STRING")),
    ],
)
def test_reading_of_sqlite(spelled: str, expected: Type) -> None:
    """What is not SQLAlchemy's own spelling has the family of its affinity, and none where that is NUMERIC."""
    assert type_of(spelled, SQLITE) == expected


@pytest.mark.parametrize(
    ("spelled", "expected"),
    [
        ("timestamp(3) with time zone", Type(family="timestamp", zone=True)),
        ("time without time zone", Type(family="time")),
        ("interval day to second", Type(family="interval")),
        ("character varying(10)[]", Type(family="array", name="character varying(10)[]")),
        ("inet", Type(family="other", name="inet")),
        ("geometry(Point,4326)", Type(family="other", name="geometry(Point,4326)")),
    ],
)
def test_reading_of_postgresql(spelled: str, expected: Type) -> None:
    """What format_type() prints, with its modifiers."""
    assert type_of(spelled, POSTGRESQL) == expected
