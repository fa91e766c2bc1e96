"""Questions that only a live database can answer: how PostgreSQL spells an expression, what a default gives."""

from __future__ import annotations

from datetime import datetime, timezone
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection

SCRATCH = "parity_scratch"


def spell(connection: Connection, question: dict[str, Any]) -> dict[str, str | None]:
    """Let PostgreSQL print an expression over columns of the given types, in a transaction that is rolled back.

    The scratch table is temporary. `expressions` are spellings of one thing, tried in order. Gives `text` or, where
    PostgreSQL refuses every spelling, the first `error`.
    """
    answers = []
    spell_one = _spell_view if question["use"] == "view" else _spell_one
    for expression in question["expressions"]:
        answers.append(spell_one(connection, question, expression))
        if answers[-1]["error"] is None:
            return answers[-1]
    return answers[0]


def _spell_one(connection: Connection, question: dict[str, Any], expression: str) -> dict[str, str | None]:
    preparer = connection.dialect.identifier_preparer
    columns = ", ".join(f"{preparer.quote_identifier(name)} {kind}" for name, kind in question["columns"])
    use = question["use"]
    expression = f"({expression}\n)"  # a comment may end it
    if use == "check":
        make = f"ALTER TABLE pg_temp.{SCRATCH} ADD CONSTRAINT parity_check CHECK {expression} NOT VALID"
        read = (
            "SELECT pg_get_expr(conbin, conrelid) FROM pg_constraint "
            f"WHERE conrelid = 'pg_temp.{SCRATCH}'::regclass AND contype = 'c'"
        )
    elif use == "predicate":
        make = f"CREATE INDEX parity_index ON pg_temp.{SCRATCH} ((1)) WHERE {expression}"
        read = f"SELECT pg_get_expr(indpred, indrelid) FROM pg_index WHERE indrelid = 'pg_temp.{SCRATCH}'::regclass"
    elif use == "key":
        make = f"CREATE INDEX parity_index ON pg_temp.{SCRATCH} ({expression})"
        read = (
            f"SELECT pg_get_indexdef(indexrelid, 1, false) FROM pg_index WHERE indrelid = 'pg_temp.{SCRATCH}'::regclass"
        )
    else:
        kind = question["type"]
        make = f"ALTER TABLE pg_temp.{SCRATCH} ADD COLUMN parity_column {kind} GENERATED ALWAYS AS {expression} STORED"
        read = (
            "SELECT pg_get_expr(d.adbin, d.adrelid) FROM pg_attrdef d JOIN pg_attribute a ON a.attrelid = d.adrelid "
            f"AND a.attnum = d.adnum WHERE d.adrelid = 'pg_temp.{SCRATCH}'::regclass AND a.attname = 'parity_column'"
        )
    return _rolled_back(connection, [f"CREATE TEMPORARY TABLE {SCRATCH} ({columns})", make], read)


def _spell_view(connection: Connection, question: dict[str, Any], query: str) -> dict[str, str | None]:
    """Make the tables and views that the query reads as temporary ones, which PostgreSQL finds before the real ones."""
    quote = connection.dialect.identifier_preparer.quote_identifier
    make = []
    for name, columns in question["tables"]:
        make.append(f"CREATE TEMPORARY TABLE {quote(name)} ({', '.join(f'{quote(c)} {kind}' for c, kind in columns)})")
    make += [f"CREATE TEMPORARY VIEW {quote(name)} AS {text}" for name, text in question["views"]]
    names = ", ".join(quote(name) for name in question["columns"])
    head = f"CREATE TEMPORARY VIEW {SCRATCH} {f'({names})' if names else ''}"
    make.append(f"{head} AS {query}\n")  # a comment may end it
    return _rolled_back(connection, make, f"SELECT pg_get_viewdef('pg_temp.{SCRATCH}'::regclass)")


def evaluate(connection: Connection, question: dict[str, Any]) -> dict[str, Any]:
    """Give the value that a default stores, twice (a clock or a random default differs), or the database's error.

    `at` is the moment, in UTC.
    """
    return {**_evaluate(connection, question), "at": datetime.now(timezone.utc).replace(tzinfo=None).isoformat()}


def _evaluate(connection: Connection, question: dict[str, Any]) -> dict[str, Any]:
    if connection.dialect.name == "sqlite":
        # PRAGMA shows an expression without its parentheses; a bare word, which is a string, must not get any.
        answers = [_stored(connection, question["type"], f"({question['default']}\n)")]
        if answers[0]["error"] is not None:
            answers.append(_stored(connection, question["type"], question["default"]))
        return next((answer for answer in answers if answer["error"] is None), answers[0])
    kind = question["type"]
    if "(" in kind:  # a cast cuts what is too long for a type, and an INSERT refuses it
        make = [f"CREATE TEMPORARY TABLE {SCRATCH} (y integer, x {kind} DEFAULT ({question['default']}))"]
        make.append(f"INSERT INTO pg_temp.{SCRATCH} (y) VALUES (1), (2)")
        return _rolled_back(connection, make, f"SELECT string_agg(chr(31) || x::text, chr(30)) FROM pg_temp.{SCRATCH}")
    value = f"'' || chr(31) || ({question['default']})::{kind}::text"
    read = f"SELECT concat_ws(chr(30), {value}, {value})"
    return _rolled_back(connection, [], read)


def _stored(connection: Connection, kind: str, default: str) -> dict[str, str | None]:
    make = [f"CREATE TEMPORARY TABLE {SCRATCH} (y INTEGER, x {kind or 'BLOB'} DEFAULT {default})"]
    make += [f"INSERT INTO {SCRATCH} (y) VALUES ({number})" for number in (1, 2)]
    value = "coalesce(CASE typeof(x) WHEN 'blob' THEN hex(x) ELSE x END, '')"
    read = f"SELECT group_concat(typeof(x) || char(31) || {value}, char(30)) FROM {SCRATCH}"
    return _rolled_back(connection, make, read)


def _rolled_back(connection: Connection, statements: list[str], read: str) -> dict[str, str | None]:
    from sqlalchemy.exc import DBAPIError

    # The driver would take a per cent sign in the text for a parameter: run without parameters.
    connection = connection.execution_options(no_parameters=True)
    try:
        for statement in statements:
            connection.exec_driver_sql(statement)
        value = connection.exec_driver_sql(read).scalar()
    except DBAPIError as error:
        return {"text": None, "error": str(error.orig).strip()}
    else:
        return {"text": None if value is None else str(value), "error": None}
    finally:
        if connection.in_transaction():
            connection.rollback()
        if connection.dialect.name == "sqlite":
            connection.exec_driver_sql(f"DROP TABLE IF EXISTS temp.{SCRATCH}")
            connection.rollback()
