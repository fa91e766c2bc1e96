"""Server defaults by the value that they store: both databases evaluated them, the values are compared as one type."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from harness.normalise.types import TEXTS
from harness.normalise.values import SHAPES, has_zone, spelled, timestamp

if TYPE_CHECKING:
    from collections.abc import Mapping

    from harness.model import Type

FAILS, UNFIT, VALUE = "fails: ", "unfit: ", "value: "
CLOCK_VALUE = "clock"
LATER = re.compile(rf"{CLOCK_VALUE}, (-?\d+) days on")
NEAR = timedelta(days=2)
"""Clocks of two time zones are less than this apart."""

UNKNOWN = "unknown: "
CLOCK = re.compile(
    r"\b(current_timestamp|current_date|current_time|localtimestamp|localtime)\b"
    r"|\b(now|datetime|date|time|strftime|julianday|unixepoch|clock_timestamp|statement_timestamp|transaction_timestamp|"
    r"timezone|timeofday)\s*\(",
    re.IGNORECASE,
)
GONE = re.compile(r"^type .* does not exist", re.IGNORECASE)
"""PostgreSQL had the type when it took the default: a later revision dropped it, or was rolled back with it."""

STRING = re.compile(r"'(?:[^']|'')*'")
FIELD, RECORD = "\x1f", "\x1e"


def default_meaning(
    text: str | None, answer: Mapping[str, str | None] | None, kind: Type, *, stored_as: Type | None = None
) -> str | None:
    """Give what a default means: None for no value, "clock", "random", or a text that begins with FAILS, UNFIT, VALUE.

    Where nobody was asked it begins with UNKNOWN.

    `kind` is the type on the production side; `answer` is what worker/answers.py gave for the default. `stored_as` is
    the type of the SQLite column, which keeps any text; None for a database that enforces its types.
    """
    if text is None:
        return None
    if answer is None:
        return f"{UNKNOWN}not asked"
    if answer["error"] is not None and stored_as is None and GONE.search(answer["error"]):
        return f"{UNKNOWN}{answer['error']}"
    if answer["error"] is not None:
        return f"{FAILS}{answer['error']}"
    return _meaning(text, answer, kind, stored_as)


def same_default(dev: str | None, prod: str | None) -> bool:
    """Tell whether two defaults mean one thing; what is not known is taken for it, and so are moments a day apart."""
    if dev == prod or any((meaning or "").startswith(UNKNOWN) for meaning in (dev, prod)):
        return True
    days = [match and int(match[1]) for match in (LATER.fullmatch(meaning or "") for meaning in (dev, prod))]
    return None not in days and abs((days[0] or 0) - (days[1] or 0)) <= 1


def _meaning(text: str, answer: Mapping[str, str | None], kind: Type, stored_as: Type | None) -> str | None:
    # worker/answers.py: two rows, each with SQLite's storage class (nothing on other databases) and the value.
    rows = [row.split(FIELD, 1) for row in (answer["text"] or "").split(RECORD)]
    storage, value = rows[0] if len(rows[0]) > 1 else ("null", "")
    if storage == "null":
        return None
    if CLOCK.search(STRING.sub("''", text)):
        return _clock(value, kind, stored_as) or _distance(value, answer.get("at"))
    if len({row[-1] for row in rows}) > 1:
        return "random"
    meant = spelled(value, kind, stored_as, storage)
    if meant is None:
        return f"{UNFIT}the {'text' if storage == 'text' else 'value'} {value!r}"
    return f"{VALUE}{meant}"


def _clock(value: str, kind: Type, stored_as: Type | None) -> str | None:
    """SQLite keeps the whole moment in a DATE, where SQLAlchemy can read a date only."""
    shape = SHAPES.get(kind.family)
    if shape is None or stored_as is None or stored_as.family in TEXTS:
        return None
    if shape.fullmatch(value) and (kind.zone or kind.family != "timestamp" or not has_zone(value)):
        return None
    return f"{UNFIT}a text that is no {kind.family}, like {re.sub('[0-9]', '0', value)!r}"


def _distance(value: str, at: str | None) -> str:
    """Tell how far a moment is from the one at which the clock was read, where that is more than time zones make."""
    moment = timestamp(value)
    if at is None or moment is None:
        return CLOCK_VALUE
    later = datetime.fromisoformat(moment) - datetime.fromisoformat(at)
    return CLOCK_VALUE if abs(later) < NEAR else f"{CLOCK_VALUE}, {round(later / timedelta(days=1))} days on"
