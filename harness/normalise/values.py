"""Values that two databases store for one default, in one spelling for each type."""

from __future__ import annotations

import csv
import json
import re
from datetime import datetime, timedelta, timezone
from decimal import Context, Decimal, InvalidOperation
from functools import lru_cache
from typing import TYPE_CHECKING

from harness.normalise.types import INTEGERS, TEXTS, UUID_DIGITS

if TYPE_CHECKING:
    from collections.abc import Callable

    from harness.model import Type

DATE, TIME = r"\d{4,}-\d\d-\d\d", r"\d\d:\d\d(?::\d\d(?:\.\d+)?)?"
ZONE = r" ?(?:Z|[+-]\d\d(?::?\d\d)?)"
SHAPES = {
    "date": re.compile(DATE),
    "time": re.compile(f"(?P<time>{TIME})(?P<zone>{ZONE})?"),
    "timestamp": re.compile(f"(?P<date>{DATE})(?:[ T](?P<time>{TIME})(?P<zone>{ZONE})?)?"),
}
"""What SQLAlchemy can read back from the text that SQLite keeps, and how PostgreSQL prints it."""

SPAN = re.compile(
    r"(?:(?P<days>-?\d+) days? ?)?(?:(?P<sign>-)?(?P<hours>\d+):(?P<minutes>\d\d):(?P<seconds>\d\d(?:\.\d+)?))?"
)
EPOCH = datetime(1970, 1, 1)  # noqa: DTZ001 - SQLAlchemy keeps an Interval on SQLite as a moment after this one
DIGITS = Context(prec=15)
"""SQLite keeps a 64-bit integer exactly, and any other number as a float, which it prints with 15 digits."""

BOOLEANS = {
    **dict.fromkeys(("1", "t", "true", "y", "yes", "on"), "true"),
    **dict.fromkeys(("0", "f", "false", "n", "no", "off"), "false"),
}


def spelled(value: str, kind: Type, stored_as: Type | None, storage: str) -> str | None:
    """Give a value of a type in the spelling that both databases share; None when SQLite stores what the type is not.

    `stored_as` is the type of the SQLite column (None for a value of PostgreSQL), and `storage` the storage class of
    the value there ("Datatypes In SQLite", 2). A column that is declared as text there holds texts rightly.
    """
    if stored_as is None:
        meant = OF_PRODUCTION.get(kind.family, OF_BOTH.get(kind.family, str))(value)
        return value if meant is None else meant
    as_text = stored_as.family in TEXTS
    if not as_text and not _is_kept_as(value, kind, storage):
        return None
    if kind.family == "boolean":
        return BOOLEANS.get(value.lower())
    if kind.family == "uuid" and stored_as.length == UUID_DIGITS:
        return value if re.fullmatch(f"[0-9a-f]{{{UUID_DIGITS}}}", value) else None
    if kind.family == "bytes" and storage != "blob":
        return value.encode().hex().upper()
    meant = OF_SQLITE.get(kind.family, OF_BOTH.get(kind.family, str))(value)
    return value if meant is None and as_text else meant


def _is_kept_as(value: str, kind: Type, storage: str) -> bool:
    """Tell whether SQLite keeps a value as SQLAlchemy reads the type from it: numbers as such, bytes as a blob."""
    if kind.family == "boolean":
        return storage == "integer"
    if kind.family in INTEGERS and storage == "real":
        return float(value).is_integer()
    if kind.family in NUMBERS:
        return storage != "text"
    if kind.family == "bytes":
        return storage == "blob" or not value
    return kind.family != "timestamp" or kind.zone or not has_zone(value)


def has_zone(moment: str) -> bool:
    """Tell whether a text is a moment with a zone: SQLAlchemy then reads it so on SQLite, whatever the type says."""
    match = SHAPES["timestamp"].fullmatch(moment)
    return match is not None and match["zone"] is not None


@lru_cache(maxsize=4096)
def _number(value: str) -> str | None:
    try:
        number = Decimal(value)
    except InvalidOperation:
        return None
    if number != number.to_integral_value() or abs(number) >= 2**63:
        number = DIGITS.plus(number)
    return f"{number.normalize() + 0:f}"


def _json(value: str) -> str | None:
    try:
        return json.dumps(json.loads(value), sort_keys=True)
    except ValueError:
        return None


def _array_in_json(value: str) -> str | None:
    try:
        items = json.loads(value)
    except ValueError:
        return None
    return json.dumps([_element(item) for item in items]) if isinstance(items, list) else None


def _element(item: object) -> str:
    return ("f", "t")[item] if isinstance(item, bool) else "NULL" if item is None else str(item)


def _array(value: str) -> str | None:
    """Read the flat arrays of PostgreSQL documentation, "Array Input and Output Syntax"; others stay as they are."""
    if not re.fullmatch(r"\{[^{}]*\}", value):
        return None
    return json.dumps(next(csv.reader([value[1:-1]], escapechar="\\"), []))


def _date(value: str) -> str | None:
    return value if SHAPES["date"].fullmatch(value) else None


def _time(value: str) -> str | None:
    match = SHAPES["time"].fullmatch(value)
    return _clock_time(match["time"]) + _zone(match["zone"]) if match else None


def timestamp(value: str) -> str | None:
    """Give a day or a moment as one of UTC, in the spelling of ISO 8601; None for another text."""
    match = SHAPES["timestamp"].fullmatch(value)
    if match is None:
        return None
    whole, dot, fraction = f"{match['date']}T{_clock_time(match['time'] or '00:00')}".partition(".")
    try:
        moment = datetime.fromisoformat(whole + (_zone(match["zone"]) or "+00:00")).astimezone(timezone.utc)
    except (ValueError, OverflowError):
        return None
    return f"{moment.replace(tzinfo=None).isoformat()}{dot}{fraction}"


def _clock_time(text: str) -> str:
    """Spell a time of day with seconds, and with a fraction of them only where there is one."""
    whole, _dot, fraction = text.partition(".")
    whole = whole if len(whole) == len("00:00:00") else f"{whole}:00"
    return f"{whole}.{fraction.rstrip('0')}".rstrip(".")


def _zone(text: str | None) -> str:
    """Spell an offset as +02:00; none is spelled where the time is in UTC."""
    digits = (text or "").strip().replace(":", "")
    if digits in {"", "Z"} or not int(digits):
        return ""
    return f"{digits[:3]}:{digits[3:] or '00'}"


def _span(value: str) -> str | None:
    match = SPAN.fullmatch(value)
    if match is None:
        return None
    parts = {name: float(match[name] or 0) for name in ("hours", "minutes", "seconds")}
    sign = -1 if match["sign"] else 1
    return str((timedelta(days=int(match["days"] or 0)) + sign * timedelta(**parts)).total_seconds())


def _span_as_moment(value: str) -> str | None:
    whole, dot, fraction = (timestamp(value) or "").partition(".")
    return str((datetime.fromisoformat(whole) - EPOCH).total_seconds() + float(f"0{dot}{fraction}")) if whole else None


NUMBERS = frozenset({*INTEGERS, "numeric", "real", "double"})
OF_BOTH: dict[str, Callable[[str], str | None]] = {
    **dict.fromkeys(NUMBERS, _number),
    "json": _json,
    "uuid": lambda value: value.replace("-", "").lower(),
    "char": str.rstrip,
    "date": _date,
    "time": _time,
    "timestamp": timestamp,
}
OF_SQLITE: dict[str, Callable[[str], str | None]] = {"array": _array_in_json, "interval": _span_as_moment}
OF_PRODUCTION: dict[str, Callable[[str], str | None]] = {
    "array": _array,
    "interval": _span,
    "bytes": lambda value: value.removeprefix("\\x").upper(),
}
