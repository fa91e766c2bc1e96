"""Values for a column: a few of different shape, each fit for its type, and for every type that it will have."""

from __future__ import annotations

import hashlib
import uuid
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from harness.model import Type
    from harness.populate.foresight import ColumnNeeds

Abstract = str | int | float | bool | None
"""A value before it is spelled for a database: a JSON text, a moment and a UUID are texts as PostgreSQL takes them."""

TEXTS = frozenset({"varchar", "char", "text", "citext"})
INTEGERS = frozenset({"smallint", "integer", "bigint"})
FRACTIONS = frozenset({"numeric", "real", "double"})
DATES = frozenset({"date", "timestamp"})
STRICT = DATES | {"time", "interval", "bytes", "uuid"}
"""Types that hold nothing but their own values, whatever the column becomes."""

KNOWN = TEXTS | INTEGERS | FRACTIONS | DATES | {"boolean", "time", "interval", "bytes", "json", "uuid", "enum"}
LONGEST = 120
CENTS = 2
DAYS = ("2024-02-29", "1999-12-31", "2038-01-19")
TIMES = ("12:34:56", "23:59:59", "00:00:01")
WORDS = ("Zoë", "straße", "Ωmega", "plain")


def value_of(need: ColumnNeeds, number: int, order: int, *, tame: bool) -> Abstract:
    """Give the value of the row `order` (0, 1, 2, …) of a table; `number` is unique in the whole history.

    None where the column can be NULL and this row shows it (never in a `tame` row), or where no value is known.
    """
    families = need.families
    if not families <= KNOWN or (order % 3 == 2 and not need.required and not tame):  # noqa: PLR2004 - every third row
        return None
    if need.kind.family in STRICT:
        return _of_family(need.kind.family, need, number if need.unique else order)
    if need.labels is not None:
        return need.labels[order % len(need.labels)] if need.labels else None
    return _fit_for_all(need, number, order, tame=tame)


def _fit_for_all(need: ColumnNeeds, number: int, order: int, *, tame: bool) -> Abstract:
    families, distinct = need.families, number if need.unique else order
    if "boolean" in families:
        return _truth(families, order)
    if families & TEXTS:
        return _tame_text(need, number) if tame and families <= TEXTS else _text(need, families, distinct)
    if need.kind.family in FRACTIONS and not tame:
        return _fraction(need.kind, distinct, whole_later=bool(INTEGERS & families))
    return _plain(need, families, distinct)


def _truth(families: set[str], order: int) -> Abstract:
    """A number or text that becomes a truth value must be 0 or 1 from the beginning."""
    value = order % 2 == 0
    if families & TEXTS:
        return str(int(value))
    return value if families == {"boolean"} else int(value)


def _tame_text(need: ColumnNeeds, number: int) -> str:
    """Give a text for a row that a data migration should understand: it may read JSON from a long one."""
    if need.families == {"text"} and not need.unique:
        return "{}"
    return f"word{number}"[-(need.length or LONGEST) :]


def _text(need: ColumnNeeds, families: set[str], distinct: int) -> Abstract:
    others = families - TEXTS
    if others & (INTEGERS | FRACTIONS):
        return str(distinct + 1)
    if others:
        return str(_plain(need, others, distinct))
    limit = min(need.length or LONGEST, LONGEST)
    text = (
        f"{WORDS[distinct % len(WORDS)]} {distinct}"
        if not need.unique
        else f"{distinct} {WORDS[distinct % len(WORDS)]}"
    )
    if distinct % 2:
        text = text.ljust(limit, "x")
    return text[:limit].rstrip() or "x"


def _plain(need: ColumnNeeds, families: set[str], distinct: int) -> Abstract:
    if families & INTEGERS:  # by three, so that a whole number of a NUMERIC divided by it leaves a fraction
        return distinct if need.unique else distinct * 3 % 100
    if families & FRACTIONS:
        return _fraction(need.kind, distinct)
    return _of_family(min(families & DATES or families), need, distinct)


def _of_family(family: str, need: ColumnNeeds, distinct: int) -> Abstract:
    """Give a value of one type. A day can become a moment, so it is what a text that becomes both begins as."""
    if family not in DATES:
        return MAKERS[family](distinct)
    day = DAYS[distinct % 3] if not need.unique else f"{1900 + distinct % 200}-02-{1 + distinct // 200 % 28:02}"
    return day if family == "date" else f"{day} {TIMES[distinct % 3]}"


def _digest(distinct: int) -> str:
    return hashlib.sha256(str(distinct).encode()).hexdigest()[:32]


MAKERS: dict[str, Callable[[int], str]] = {
    "time": lambda distinct: TIMES[distinct % 3],
    "interval": lambda distinct: f"{distinct % 60} seconds",
    "json": lambda distinct: f'{{"number": {distinct}, "word": "Zoë"}}',
    "uuid": lambda distinct: str(uuid.UUID(_digest(distinct))),
    "bytes": _digest,
    "enum": str,
}


def _fraction(kind: Type, distinct: int, *, whole_later: bool = False) -> Abstract:
    """Keep within the digits before the point, and use those behind it: a later type may round.

    Every other value is an odd whole number: SQLite stores it as an integer, and divides it as one ("Datatypes In
    SQLite", 3). Of cents there are 58, which are 57.99999999999999 when they are counted as floats.
    """
    numeric = kind.family == "numeric"
    if not numeric or kind.length is None:
        return distinct if numeric and distinct % 2 else distinct + (0.625 if whole_later else 0.5)
    digits = max(0, min(4, kind.length - (kind.scale or 0)))
    whole = distinct % int("1" + "0" * digits)
    if not kind.scale or whole % 2:
        return whole
    return round(whole + (0.58 if kind.scale == CENTS else 0.6251), min(kind.scale, 4))
