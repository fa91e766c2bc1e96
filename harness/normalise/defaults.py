"""Server defaults by the value that they store: both databases evaluated them, the values are compared as one type."""

from __future__ import annotations

import json
import re
from datetime import datetime, time, timezone
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

from harness.normalise.types import INTEGERS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from harness.model import Type

CLOCK = re.compile(
    r"\b(current_timestamp|current_date|current_time|localtimestamp|localtime)\b"
    r"|\b(now|datetime|date|time|strftime|julianday|unixepoch|clock_timestamp|statement_timestamp|transaction_timestamp|"
    r"timezone|timeofday)\s*\(",
    re.IGNORECASE,
)
STRING = re.compile(r"'(?:[^']|'')*'")
NUMBERS = frozenset({*INTEGERS, "numeric", "real", "double"})
TIMES = frozenset({"timestamp", "date", "time"})


def default_meaning(
    text: str | None, answer: Mapping[str, str | None] | None, kind: Type, *, is_sqlite: bool
) -> str | None:
    """Give what a default means: None for no value, "clock", "random", "fails: ...", or the value in one spelling.

    `kind` is the type on the production side; `answer` is what worker/answers.py gave for the default.
    """
    if text is None or text.strip().upper().split("::")[0] == "NULL" or answer is None:
        return None
    if answer["error"] is not None:
        return f"fails: {answer['error']}"
    if CLOCK.search(STRING.sub("''", text)):
        return "clock"
    values = [value.split("\x1f", 1) for value in (answer["text"] or "").split("\x1e")]
    if len({value[-1] for value in values}) > 1:
        return "random"
    storage, value = values[0] if len(values[0]) > 1 else ("null", "")
    if storage == "null":
        return None
    return _value(value, storage if is_sqlite else None, kind)


def _value(value: str, storage: str | None, kind: Type) -> str:
    """Spell a value; `storage` is SQLite's storage class, which must fit the type: a text 'false' is not false."""
    wrong = f"the text {value!r}"
    if kind.family == "boolean":
        if storage is None:
            return value
        return {"0": "false", "1": "true"}.get(value, wrong) if storage == "integer" else wrong
    if kind.family in NUMBERS:
        if storage == "text":
            return wrong
        try:
            return str(Decimal(value).normalize() + 0)
        except InvalidOperation:
            return value
    if kind.family == "json":
        try:
            return json.dumps(json.loads(value), sort_keys=True)
        except ValueError:
            return wrong
    if kind.family == "uuid":
        return value.replace("-", "").lower()
    if kind.family == "bytes":
        return value.removeprefix("\\x").upper() if storage in {None, "blob"} else value.encode().hex().upper()
    if kind.family == "array":
        return {"[]": "{}"}.get(value, value)
    if kind.family in TIMES:
        return _moment(value)
    return value.rstrip() if kind.family == "char" else value


def _moment(value: str) -> str:
    """Spell a fixed point in time: SQLite keeps the text, PostgreSQL prints its own."""
    text = value.strip().replace("Z", "+00:00")
    text = re.sub(r"([+-]\d\d)$", r"\1:00", text)
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        try:
            return time.fromisoformat(text).isoformat()
        except ValueError:
            return value
    return (moment.astimezone(timezone.utc).replace(tzinfo=None) if moment.tzinfo else moment).isoformat()
