"""Stored values in one spelling: SQLite gives storage classes, PostgreSQL prints text."""

from __future__ import annotations

import json
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

from harness.model import BYTES, Type
from harness.normalise.types import TEXTS
from harness.normalise.unpredictable import LONG, SHORT, from_clocks, from_random_source, near_epoch
from harness.normalise.values import NUMBERS, spelled

if TYPE_CHECKING:
    from datetime import datetime

    from harness.model import Value

UNFIT = "\x00unfit:"
"""Before the words for a value that is none of the column's type: SQLite stores it, and it equals nothing."""

NEARLY = {"real": Decimal("1e-6"), "double": Decimal("1e-12"), "numeric": Decimal("1e-12")}
ROUNDED_AWAY = 10
"""What is left of a difference of numbers up to here, near to zero, comes from how each database calculates."""

RANDOM = {**dict.fromkeys((*TEXTS, "citext", "uuid"), SHORT), "bytes": LONG}
"""Types that may hold random values, with the fewest characters by which one is known."""

LEAVES: dict[type, Type] = {
    str: Type(family="text"),
    int: Type(family="bigint"),
    float: Type(family="double"),
}


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
        return _nearly(dev, prod, kind.family) or (near_epoch(dev, now) and near_epoch(prod, now))
    if kind.family in {"json", "array"}:
        return _same_json(dev, prod, now)
    if from_clocks(dev, prod, now):
        return True
    return kind.family in RANDOM and from_random_source(dev, prod, least=RANDOM[kind.family])


def same_computed(dev: str | None, prod: str | None, kind: Type, now: datetime) -> bool:
    """Tell whether two values that were computed of the same ones are one.

    That SQLite changes the case of ASCII letters only, and rounds no number to its scale, is told of every column.
    """
    if same_value(dev, prod, kind, now):
        return True
    if dev is None or prod is None or dev.startswith(UNFIT):
        return False
    if kind.family in TEXTS:
        return small_beyond_ascii(dev) == small_beyond_ascii(prod)
    if kind.family != "numeric" or kind.scale is None:
        return False
    return abs(Decimal(dev) - Decimal(prod)) <= Decimal(5).scaleb(-kind.scale - 1)


def small_beyond_ascii(text: str) -> str:
    """Give a text with its letters beyond ASCII small, of which SQLite changes none."""
    return "".join(letter if letter.isascii() else letter.lower() for letter in text)


def shown(value: str | None) -> str:
    """Give a value for people."""
    if value is None:
        return "NULL"
    return value.removeprefix(UNFIT) if value.startswith(UNFIT) else repr(value)


def _nearly(dev: str, prod: str, family: str) -> bool:
    try:
        one, other = Decimal(dev), Decimal(prod)
        share = NEARLY.get(family, Decimal(0))
        return abs(one - other) <= share * max(abs(one), abs(other), Decimal(ROUNDED_AWAY))
    except InvalidOperation:
        return False


def _same_json(dev: str, prod: str, now: datetime) -> bool:
    try:
        return _same_leaves(json.loads(dev), json.loads(prod), now)
    except ValueError:
        return False


def _same_leaves(dev: Any, prod: Any, now: datetime) -> bool:  # noqa: ANN401 - what JSON holds
    """Compare what has the same shape leaf by leaf: a moment or a token may stand in the middle."""
    if type(dev) is not type(prod):
        return False
    if isinstance(dev, dict):
        return dev.keys() == prod.keys() and all(_same_leaves(dev[key], prod[key], now) for key in dev)
    if isinstance(dev, list):
        return len(dev) == len(prod) and all(_same_leaves(*pair, now) for pair in zip(dev, prod, strict=True))
    kind = LEAVES.get(type(dev))
    return dev == prod or (kind is not None and same_value(str(dev), str(prod), kind, now))
