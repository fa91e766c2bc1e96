"""Server defaults by the value that they store. The answers are those that the databases gave."""

from __future__ import annotations

import pytest

from harness.databases.postgresql.facts import FACTS as POSTGRESQL
from harness.databases.sqlite import FACTS as SQLITE
from harness.model import Type
from harness.normalise import same_default, type_of
from harness.normalise.defaults import default_meaning

TWO_ROWS = "{0}\x1f{1}\x1e{0}\x1f{1}"
ENUM = Type(family="enum", name="state", labels=("a", "b"))


def dev(text: str | None, answer: str | None, kind: str, column: str, storage: str = "text") -> str | None:
    """Give what a default means on SQLite, in a column of a type there that is `kind` on PostgreSQL."""
    rows = {"text": None if answer is None else TWO_ROWS.format(storage, answer), "error": None}
    return default_meaning(text, rows, _kind(kind), stored_as=type_of(column, SQLITE))


def prod(text: str | None, answer: str | None, kind: str) -> str | None:
    """Give what a default means on PostgreSQL."""
    rows = {"text": "" if answer is None else TWO_ROWS.format("", answer), "error": None}
    return default_meaning(text, rows, _kind(kind))


def _kind(spelled: str) -> Type:
    return ENUM if spelled == "state" else type_of(spelled, POSTGRESQL)


SAME = [
    # the type on PostgreSQL and on SQLite; SQLite's text, the value and its storage class; PostgreSQL's text and value
    (("integer", "INTEGER"), ("'0'", "0", "integer"), ("0", "0")),
    (("integer", "INTEGER"), ("0", "0", "integer"), ("0", "0")),
    (("integer", "INTEGER"), ("'-1'", "-1", "integer"), ("'-1'::integer", "-1")),
    (("integer", "INTEGER"), ("1 + 2", "3", "integer"), ("(1 + 2)", "3")),
    (
        ("bigint", "BIGINT"),
        ("'9007199254740993'", "9007199254740993", "integer"),
        ("'9007199254740993'::bigint", "9007199254740993"),
    ),
    (("numeric(10,2)", "NUMERIC(10, 2)"), ("'1'", "1", "integer"), ("'1'::numeric", "1.00")),
    (("numeric(10,2)", "NUMERIC(10, 2)"), ("0.00", "0", "integer"), ("0.00", "0.00")),
    (("numeric(10,2)", "NUMERIC(10, 2)"), ("'-0.5'", "-0.5", "real"), ("'-0.5'::numeric", "-0.50")),
    (("numeric", "NUMERIC"), ("'1e-7'", "1.0e-07", "real"), ("'1e-7'::numeric", "0.0000001")),
    (("double precision", "FLOAT"), ("1e3", "1000.0", "real"), ("'1000'::numeric", "1000")),
    (("double precision", "FLOAT"), ("1.0/3", "0.333333333333333", "real"), ("(1.0 / 3)", "0.3333333333333333")),
    (("double precision", "FLOAT"), ("'100000000000000000000'", "1.0e+20", "real"), ("...", "1e+20")),
    (("numeric(12,2)", "VARCHAR(20)"), ("'0.00'", "0.00", "text"), ("0.00", "0.00")),
    (("character varying(20)", "VARCHAR(20)"), ("'draft'", "draft", "text"), ("'draft'::character varying", "draft")),
    (("character varying(20)", "VARCHAR(20)"), ("''", "", "text"), ("''::character varying", "")),
    (("character varying(20)", "VARCHAR(20)"), ("'it''s'", "it's", "text"), ("'it''s'::character varying", "it's")),
    (("character(3)", "CHAR(3)"), ("'ab'", "ab", "text"), ("'ab'::bpchar", "ab ")),
    (("text", "TEXT"), ("'now()'", "now()", "text"), ("'now()'::text", "now()")),
    (("boolean", "BOOLEAN"), ("1", "1", "integer"), ("true", "true")),
    (("boolean", "BOOLEAN"), ("'1'", "1", "integer"), ("true", "true")),
    (("boolean", "BOOLEAN"), ("'0'", "0", "integer"), ("false", "false")),
    (("boolean", "BOOLEAN"), ("false", "0", "integer"), ("false", "false")),
    (("boolean", "VARCHAR(1)"), ("'t'", "t", "text"), ("true", "true")),
    (("json", "JSON"), ("'{}'", "{}", "text"), ("'{}'::json", "{}")),
    (("jsonb", "JSON"), ('\'{"b": 1, "a":2}\'', '{"b": 1, "a":2}', "text"), ("...", '{"a": 2, "b": 1}')),
    (("json", "JSON"), ("'0'", "0", "integer"), ("'0'::json", "0")),
    (
        ("uuid", "CHAR(32)"),
        ("'0...1'", "00000000000000000000000000000001", "text"),
        ("'00000000-...'::uuid", "00000000-0000-0000-0000-000000000001"),
    ),
    (
        ("uuid", "VARCHAR(36)"),
        ("'...'", "ABCDEF00-0000-0000-0000-000000000001", "text"),
        ("'...'::uuid", "abcdef00-0000-0000-0000-000000000001"),
    ),
    (("state", "VARCHAR(1)"), ("'a'", "a", "text"), ("'a'::state", "a")),
    (("bytea", "BLOB"), ("''", "", "text"), ("'\\x'::bytea", "\\x")),
    (("bytea", "BLOB"), ("x'0aff'", "0AFF", "blob"), ("'\\x0aff'::bytea", "\\x0aff")),
    (("integer[]", "JSON"), ("'[]'", "[]", "text"), ("'{}'::integer[]", "{}")),
    (("integer[]", "JSON"), ("'[1, 2]'", "[1, 2]", "text"), ("'{1,2}'::integer[]", "{1,2}")),
    (("text[]", "JSON"), ('\'["a b", "c"]\'', '["a b", "c"]', "text"), ("...", '{"a b",c}')),
    (("boolean[]", "JSON"), ("'[true]'", "[true]", "text"), ("'{t}'::boolean[]", "{t}")),
    (("date", "DATE"), ("'2020-01-01'", "2020-01-01", "text"), ("'2020-01-01'::date", "2020-01-01")),
    (("time without time zone", "TIME"), ("'12:00'", "12:00", "text"), ("'12:00:00'::time", "12:00:00")),
    (("time with time zone", "TIME"), ("'12:00:00'", "12:00:00", "text"), ("...", "12:00:00+00")),
    (
        ("timestamp without time zone", "DATETIME"),
        ("'2020-01-01'", "2020-01-01", "text"),
        ("...", "2020-01-01 00:00:00"),
    ),
    (
        ("timestamp without time zone", "DATETIME"),
        ("'2020-01-01T10:00:00.500000'", "2020-01-01T10:00:00.500000", "text"),
        ("...", "2020-01-01 10:00:00.5"),
    ),
    (
        ("timestamp with time zone", "DATETIME"),
        ("'2020-01-01 02:00+02:00'", "2020-01-01 02:00+02:00", "text"),
        ("...", "2020-01-01 00:00:00+00"),
    ),
    (
        ("timestamp with time zone", "DATETIME"),
        ("'9999-12-31 23:59:59'", "9999-12-31 23:59:59", "text"),
        ("...", "9999-12-31 23:59:59+00"),
    ),
    (("interval", "DATETIME"), ("'1970-01-02 01:30:00'", "1970-01-02 01:30:00", "text"), ("...", "1 day 01:30:00")),
    (("citext", "VARCHAR(20)"), ("'A'", "A", "text"), ("'A'::citext", "A")),
]


@pytest.mark.parametrize(("types", "on_dev", "on_prod"), SAME)
def test_the_same_value(types: tuple[str, str], on_dev: tuple[str, str, str], on_prod: tuple[str, str]) -> None:
    """Defaults in several spellings store one value."""
    text, kept, storage = on_dev
    meaning = dev(text, kept, *types, storage)

    assert meaning is not None
    assert meaning == prod(*on_prod, types[0])


DIFFERENT = [
    (("integer", "INTEGER"), ("'2'", "2", "integer"), ("1", "1"), "value: 2"),
    (
        ("bigint", "BIGINT"),
        ("...", "9007199254740993", "integer"),
        ("...", "9007199254740992"),
        "value: 9007199254740993",
    ),
    (("numeric(10,2)", "NUMERIC(10, 2)"), ("'0.005'", "0.005", "real"), ("0.01", "0.01"), "value: 0.005"),
    (
        ("integer", "INTEGER"),
        ("...", "57.99999999999999", "real"),
        ("...", "58"),
        "unfit: the value '57.99999999999999'",
    ),
    (("numeric", "NUMERIC"), ("'n/a'", "n/a", "text"), ("0", "0"), "unfit: the text 'n/a'"),
    (("character varying", "VARCHAR"), ("'a'", "a", "text"), ("'b'::character varying", "b"), "value: a"),
    (("character varying(5)", "VARCHAR(5)"), ("'trail  '", "trail  ", "text"), ("...", "trail"), "value: trail  "),
    (("boolean", "BOOLEAN"), ("'false'", "false", "text"), ("false", "false"), "unfit: the text 'false'"),
    (("boolean", "BOOLEAN"), ("'true'", "true", "text"), ("true", "true"), "unfit: the text 'true'"),
    (("boolean", "BOOLEAN"), ("'t'", "t", "text"), ("true", "true"), "unfit: the text 't'"),
    (("boolean", "BOOLEAN"), ("'f'", "f", "text"), ("false", "false"), "unfit: the text 'f'"),
    (("boolean", "BOOLEAN"), ("2", "2", "integer"), ("true", "true"), "unfit: the value '2'"),
    (("json", "JSON"), ("'{'", "{", "text"), ("'{}'::json", "{}"), "unfit: the text '{'"),
    (
        ("uuid", "CHAR(32)"),
        ("...", "00000000-0000-0000-0000-000000000001", "text"),
        ("...", "00000000-0000-0000-0000-000000000001"),
        "unfit: the text '00000000-0000-0000-0000-000000000001'",
    ),
    (
        ("uuid", "CHAR(32)"),
        ("...", "ABCDEF00000000000000000000000001", "text"),
        ("...", "abcdef00-0000-0000-0000-000000000001"),
        "unfit: the text 'ABCDEF00000000000000000000000001'",
    ),
    (("integer[]", "JSON"), ("'{1,2}'", "{1,2}", "text"), ("...", "{1,2}"), "unfit: the text '{1,2}'"),
    (
        ("date", "DATE"),
        ("...", "2020-01-01 00:00:00", "text"),
        ("...", "2020-01-01"),
        "unfit: the text '2020-01-01 00:00:00'",
    ),
    (
        ("timestamp without time zone", "DATETIME"),
        ("'now()'", "now()", "text"),
        ("...", "2026-01-01 00:00:00"),
        "unfit: the text 'now()'",
    ),
    (
        ("timestamp without time zone", "DATETIME"),
        ("...", "2020-01-01T00:00:00Z", "text"),
        ("...", "2020-01-01 00:00:00"),
        "unfit: the text '2020-01-01T00:00:00Z'",
    ),
    (("bytea", "BLOB"), ("'abc'", "abc", "text"), ("...", "\\x616263"), "unfit: the text 'abc'"),
    (("interval", "DATETIME"), ("'1 day'", "1 day", "text"), ("'1 day'::interval", "1 day"), "unfit: the text '1 day'"),
]


@pytest.mark.parametrize(("types", "on_dev", "on_prod", "meant"), DIFFERENT)
def test_another_value(
    types: tuple[str, str], on_dev: tuple[str, str, str], on_prod: tuple[str, str], meant: str
) -> None:
    """Another value is found, and what SQLite keeps although it is no value of the type."""
    text, kept, storage = on_dev
    meaning = dev(text, kept, *types, storage)

    assert meaning == meant
    assert meaning != prod(*on_prod, types[0])


@pytest.mark.parametrize(
    ("on_dev", "kept", "on_prod", "kind", "column"),
    [
        ("CURRENT_TIMESTAMP", "2026-01-01 10:00:00", "now()", "timestamp without time zone", "DATETIME"),
        ("CURRENT_TIMESTAMP", "2026-01-01 10:00:00", "CURRENT_TIMESTAMP", "timestamp with time zone", "DATETIME"),
        ("CURRENT_DATE", "2026-01-01", "CURRENT_DATE", "date", "DATE"),
        ("CURRENT_TIME", "10:00:00", "CURRENT_TIME", "time without time zone", "TIME"),
        ("CURRENT_DATE", "2026-01-01", "now()", "timestamp without time zone", "DATETIME"),
        ("strftime('%s', 'now')", "1767261600", "EXTRACT(epoch FROM now())", "integer", "INTEGER"),
        ("CURRENT_TIMESTAMP", "2026-01-01 10:00:00", "CURRENT_TIMESTAMP", "character varying", "VARCHAR"),
    ],
)
def test_clock(on_dev: str, kept: str, on_prod: str, kind: str, column: str) -> None:
    """Two clocks are equal, whatever they are called and whatever the time is."""
    assert dev(on_dev, kept, kind, column) == prod(on_prod, "2026-01-01 11:11:11.111111", kind) == "clock"


@pytest.mark.parametrize(
    ("kind", "column", "expected"),
    [
        ("date", "DATE", "unfit: a text that is no date, like '0000-00-00 00:00:00'"),
        ("time without time zone", "TIME", "unfit: a text that is no time, like '0000-00-00 00:00:00'"),
    ],
)
def test_clock_of_another_type(kind: str, column: str, expected: str) -> None:
    """SQLite keeps the whole moment in a DATE or TIME, where SQLAlchemy cannot read it; PostgreSQL casts it."""
    assert dev("CURRENT_TIMESTAMP", "2026-01-01 10:00:00", kind, column) == expected
    assert prod("now()", "2026-01-01", kind) == "clock"


def test_clock_with_a_zone() -> None:
    """SQLAlchemy reads a moment with a zone from SQLite, where the column has none in production."""
    text, kept = "strftime('%Y-%m-%dT%H:%M:%SZ', 'now')", "2026-01-01T10:00:00Z"

    assert dev(text, kept, "timestamp with time zone", "DATETIME") == "clock"
    assert dev(text, kept, "timestamp without time zone", "DATETIME") == (
        "unfit: a text that is no timestamp, like '0000-00-00T00:00:00Z'"
    )


def later(text: str, value: str, kind: str) -> str | None:
    """Give the meaning of a default of production that was asked for at noon of the first of January."""
    answer = {"text": f"\x1f{value}\x1e\x1f{value}", "error": None, "at": "2026-01-01T12:00:00"}
    return default_meaning(text, answer, type_of(kind, POSTGRESQL))


@pytest.mark.parametrize(
    ("text", "value", "kind", "meaning"),
    [
        ("now() + '7 days'::interval", "2026-01-08 12:00:01.5+00", "timestamp with time zone", "clock, 7 days on"),
        ("CURRENT_DATE + 30", "2026-01-31", "date", "clock, 30 days on"),
        ("CURRENT_DATE - 30", "2025-12-02", "date", "clock, -30 days on"),
        ("now() + '14:00:00'::interval", "2026-01-02 02:00:00", "timestamp without time zone", "clock"),
        ("EXTRACT(epoch FROM now())", "1767261600", "integer", "clock"),
    ],
)
def test_clock_that_is_set_forward(text: str, value: str, kind: str, meaning: str) -> None:
    """By more than time zones make."""
    assert later(text, value, kind) == meaning


@pytest.mark.parametrize(
    ("dev", "prod", "same"),
    [
        ("clock", "clock", True),
        ("clock, 7 days on", "clock, 8 days on", True),
        ("clock, 7 days on", "clock, 14 days on", False),
        ("clock, 30 days on", "clock", False),
        ("value: 1", "unknown: not asked", True),
        (None, "value: 1", False),
    ],
)
def test_defaults_that_are_one(dev: str | None, prod: str | None, same: bool) -> None:  # noqa: FBT001 - a parameter
    """Two clocks may stand in different time zones, so that a day counts as none."""
    assert same_default(dev, prod) is same


def test_clock_in_a_string_is_a_string() -> None:
    """The words of a clock between quotes are a text."""
    assert dev("'current_timestamp'", "current_timestamp", "text", "TEXT") == "value: current_timestamp"


def test_random_values() -> None:
    """A default that gives another value each time has no value that could be compared."""
    answer = {"text": "text\x1fa\x1etext\x1fb", "error": None}

    assert default_meaning("hex(randomblob(1))", answer, _kind("text"), stored_as=type_of("TEXT", SQLITE)) == "random"


@pytest.mark.parametrize("text", ["NULL", "(NULL)", None])
def test_null_is_no_default(text: str | None) -> None:
    """A default of NULL is none."""
    assert dev(text, "", "text", "TEXT", storage="null") is None
    assert prod(text, None, "text") is None


def test_default_that_fails() -> None:
    """What a database says when it inserts the default is the meaning."""
    answer = {"text": None, "error": "unknown function: now()"}

    assert default_meaning("now()", answer, _kind("date"), stored_as=type_of("DATE", SQLITE)) == (
        "fails: unknown function: now()"
    )


def test_default_that_was_not_asked() -> None:
    """Without an answer nothing is known, and nothing is claimed."""
    assert default_meaning("0", None, _kind("integer")) == "unknown: not asked"


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("timestamp without time zone", "infinity"),
        ("date", "0001-01-01 BC"),
        ("interval", "1 mon"),
        ("integer[]", "{{1,2},{3,4}}"),
    ],
)
def test_value_of_production_that_is_not_understood(kind: str, value: str) -> None:
    """What PostgreSQL prints in a form that is not known here stays as it is."""
    assert prod("...", value, kind) == f"value: {value}"
