"""Read rows and try statements on a connection, and leave it as it was."""

from __future__ import annotations

import contextlib
import datetime as dt
import functools
import json
import uuid
from typing import TYPE_CHECKING, Any

from .asking import Asking
from .scopes import begin, rows_of, run

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy.engine import Connection

    Query = Callable[[str], list[tuple[Any, ...]]]

MOST_ROWS = 200
SETTINGS = {
    "postgresql": "SELECT set_config('TimeZone', 'UTC', true), set_config('DateStyle', 'ISO', true), "
    "set_config('bytea_output', 'hex', true), set_config('IntervalStyle', 'postgres', true)"
}


AS_THEY_ARE = frozenset({type(None), int, float, str})
SPELLINGS: tuple[tuple[Any, Any], ...] = (
    ((bytes, bytearray, memoryview), lambda value: "\x00bytes:" + bytes(value).hex()),
    (dt.datetime, lambda value: value.isoformat(" ")),
    ((dt.date, dt.time), lambda value: value.isoformat()),
    (uuid.UUID, lambda value: value.hex),
    ((dict, list), lambda value: json.dumps(value, sort_keys=True, default=str)),
)


def try_statement(connection: Connection, sql: str) -> dict[str, Any]:
    """Run a statement in a transaction of its own (a savepoint where one is open); what it did stays."""
    answer: dict[str, Any] = {"statement": sql, "error": None, "rows": None}
    try:
        with begin(connection):
            result = run(connection, sql)
            if result.returns_rows:
                answer["rows"] = [[plain(value) for value in row] for row in result.fetchmany(MOST_ROWS)]
                result.close()
    except Exception as error:  # noqa: BLE001 - whatever the database or its driver objects to is the answer
        answer["error"] = str(getattr(error, "orig", None) or error).strip() or type(error).__name__
    return answer


def read_tables(connection: Connection, tables: dict[str, dict[str, Any]], *, sequences: bool) -> dict[str, Any]:
    """Read tables and leave the connection as it was; one that cannot be read is left out.

    With rows a revision may leave another schema than without, so each is read by itself when one fails.
    """
    with contextlib.suppress(Exception):
        return _read_together(connection, tables, sequences=sequences)
    found: dict[str, Any] = {}
    for name, how in tables.items():
        with contextlib.suppress(Exception):
            found.update(_read_together(connection, {name: how}, sequences=sequences))
    return found


def _read_together(connection: Connection, tables: dict[str, dict[str, Any]], *, sequences: bool) -> dict[str, Any]:
    settings = SETTINGS.get(connection.dialect.name) if any(how["set"] for how in tables.values()) else None
    if settings is None and not connection.in_transaction():
        with Asking(connection) as asking:
            return {name: _read(asking, how, sequences=sequences) for name, how in tables.items()}
    scope = begin(connection)
    try:
        if settings is not None:
            run(connection, settings)
        query = functools.partial(rows_of, connection)
        return {name: _read(query, how, sequences=sequences) for name, how in tables.items()}
    finally:
        scope.rollback()


def _read(query: Query, how: dict[str, Any], *, sequences: bool) -> dict[str, Any]:
    rows = [_plain_row(row) for row in query(how["sql"])]
    sequence = _sequence(query, how["sequence"]) if how["sequence"] and sequences else None
    more = len(rows) > MOST_ROWS
    return {"columns": how["columns"], "rows": rows[:MOST_ROWS], "more": more, "sequence": sequence}


def _sequence(query: Query, how: dict[str, str]) -> dict[str, Any] | None:
    [(name, largest)] = query(how["sql"])
    if name is None:
        return None
    [(last, called)] = query(f"SELECT last_value, is_called FROM {name}")
    return {"column": how["column"], "next_number": last + 1 if called else last, "largest": largest}


def _plain_row(row: Any) -> list[Any]:
    return list(row) if AS_THEY_ARE.issuperset(map(type, row)) else [plain(value) for value in row]


def plain(value: Any) -> Any:
    """Give a value as JSON carries it (see harness/model/rows.py)."""
    if isinstance(value, bool):
        return int(value)
    if value is None or isinstance(value, int | float | str):
        return value
    for kinds, spell in SPELLINGS:
        if isinstance(value, kinds):
            return spell(value)
    return str(value)
