"""How each database is given a value: SQLite as SQLAlchemy stores it there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from harness.populate.reading import literal
from harness.populate.values import TEXTS

if TYPE_CHECKING:
    from harness.model import Side
    from harness.populate.foresight import ColumnNeeds
    from harness.populate.values import Abstract

UUID_DIGITS = 32


def spell(value: Abstract, need: ColumnNeeds, side: Side) -> str:
    """Write a value as a literal of SQL for one side, by the column's present types."""
    if value is None:
        return "NULL"
    if side == "prod":
        return _for_production(value, need.kind.family, zone=need.kind.zone)
    if isinstance(value, str):
        return _text_for_sqlite(value, need)
    number = int(value) if isinstance(value, bool) else value
    return literal(str(number)) if need.dev_kind.family in TEXTS else repr(number)


def _text_for_sqlite(value: str, need: ColumnNeeds) -> str:
    family = need.kind.family
    if family == "bytes":
        return f"X'{value}'"
    if family == "uuid" and need.dev_kind.length == UUID_DIGITS:
        value = value.replace("-", "")
    elif family == "interval":
        value = f"1970-01-01 00:00:{int(value.split()[0]):02}.000000"
    elif family in {"timestamp", "time"} and ":" in value:
        value = f"{value}.000000"
    return value if family == "boolean" else literal(value)


def _for_production(value: Abstract, family: str, *, zone: bool) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if family == "boolean":
        return "true" if str(value) == "1" else "false"
    if isinstance(value, int | float):
        return literal(str(value)) if family in TEXTS else repr(value)
    if family == "bytes":
        return f"'\\x{value}'"
    return literal(f"{value}+00:00" if zone and value and ":" in value else str(value))
