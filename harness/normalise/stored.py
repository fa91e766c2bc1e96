"""Stored values in one spelling: SQLite gives storage classes, PostgreSQL prints text."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta, timezone
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

from harness.model import BYTES
from harness.normalise.values import NUMBERS, spelled

if TYPE_CHECKING:
    from harness.model import Type, Value

UNFIT = "\x00unfit:"
"""Before the words for a value that is none of the column's type: SQLite stores it, and it equals nothing."""

NEARLY = {"real": Decimal("1e-6"), "double": Decimal("1e-12"), "numeric": Decimal("1e-12")}
RUN = timedelta(hours=26)
"""A moment this near to the check comes from a clock; the two clocks may stand in different time zones."""

TOKEN = re.compile(r"[\w-]{16,}={0,2}")
EPOCHS = (1, 1000, 1_000_000, 1_000_000_000)


def stored_on_sqlite(value: Value, kind: Type, stored_as: Type) -> str | None:
    """Give a value of SQLite as the production type spells it; None for NULL, behind UNFIT what does not fit."""
    if value is None:
        return None
    if isinstance(value, str) and value.startswith(BYTES):
        text, storage = value.removeprefix(BYTES).upper(), "blob"
    elif isinstance(value, str):
        text, storage = value, "text"
    else:
        text, storage = repr(value), "integer" if isinstance(value, int) else "real"
    meant = spelled(text, kind, stored_as, storage)
    if kind.family == "timestamp" and stored_as.family == "timestamp" and "T" in text:
        meant = None  # SQLAlchemy stores a space there, and a T sorts behind it
    if meant is None:
        return f"{UNFIT}the {'text' if storage == 'text' else 'value'} {text!r}"
    return meant


def stored_on_production(value: Value, kind: Type) -> str | None:
    """Give a value that PostgreSQL printed, in the shared spelling."""
    return None if value is None else spelled(str(value), kind, None, "text")


def same_value(dev: str | None, prod: str | None, kind: Type, now: datetime) -> bool:
    """Tell whether two values are one, or come from a clock or a random source and cannot be one.

    `now` is the moment of the check in UTC, without a zone.
    """
    if dev == prod:
        return True
    if dev is None or prod is None or dev.startswith(UNFIT):
        return False
    if kind.family in NUMBERS:
        return _nearly(dev, prod, kind.family) or (_epoch(dev, now) and _epoch(prod, now))
    if _from_clock(dev, now) and _from_clock(prod, now):
        return True
    return len(dev) == len(prod) and all(TOKEN.fullmatch(text) and re.search(r"\d", text) for text in (dev, prod))


def shown(value: str | None) -> str:
    """Give a value for people."""
    if value is None:
        return "NULL"
    return value.removeprefix(UNFIT) if value.startswith(UNFIT) else repr(value)


def _nearly(dev: str, prod: str, family: str) -> bool:
    try:
        one, other = Decimal(dev), Decimal(prod)
        return abs(one - other) <= NEARLY.get(family, Decimal(0)) * max(abs(one), abs(other))
    except InvalidOperation:
        return False


def _epoch(text: str, now: datetime) -> bool:
    seconds = now.replace(tzinfo=timezone.utc).timestamp()
    try:
        return any(abs(float(text) / unit - seconds) < RUN.total_seconds() for unit in EPOCHS)
    except ValueError:
        return False


def _from_clock(text: str, now: datetime) -> bool:
    try:
        if len(text) == len("2024-01-01"):
            return abs(date.fromisoformat(text) - now.date()) <= RUN
        if re.match(r"\d\d:\d\d", text):
            return time.fromisoformat(text).hour in {now.hour, (now - timedelta(hours=1)).hour}
        moment = datetime.fromisoformat(text.replace(" ", "T").replace("Z", "+00:00"))
    except ValueError:
        return False
    plain = moment.astimezone(timezone.utc).replace(tzinfo=None) if moment.tzinfo else moment
    return abs(plain - now) <= RUN
