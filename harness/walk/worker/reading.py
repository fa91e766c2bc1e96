"""Read rows and try statements on a connection, and leave it as it was."""

from __future__ import annotations

import contextlib
import datetime as dt
import json
import uuid
from typing import TYPE_CHECKING, Any

from .scopes import begin, run

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection

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
    """Read tables in one transaction that is rolled back; one that cannot be read is left out.

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
    scope = begin(connection)
    try:
        if connection.dialect.name in SETTINGS and any(how["set"] for how in tables.values()):
            run(connection, SETTINGS[connection.dialect.name])
        return {name: _read(connection, how, sequences=sequences) for name, how in tables.items()}
    finally:
        scope.rollback()


def _read(connection: Connection, how: dict[str, Any], *, sequences: bool) -> dict[str, Any]:
    rows = [_plain_row(row) for row in run(connection, how["sql"]).fetchall()]
    sequence = _sequence(connection, how["sequence"]) if how["sequence"] and sequences else None
    more = len(rows) > MOST_ROWS
    return {"columns": how["columns"], "rows": rows[:MOST_ROWS], "more": more, "sequence": sequence}


def _sequence(connection: Connection, how: dict[str, str]) -> dict[str, Any] | None:
    name, largest = run(connection, how["sql"]).one()
    if name is None:
        return None
    last, called = run(connection, f"SELECT last_value, is_called FROM {name}").one()
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
