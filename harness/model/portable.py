"""Expressions that PostgreSQL printed, spelled so that both databases take them."""

from __future__ import annotations

import re

from harness.model.wording import TEXTS, called, unwrapped

CASTS = re.compile(
    r"::(?:character varying|double precision|timestamp with(?:out)? time zone|[a-z_]+)(?:\(\d+(?:, ?\d+)?\))?(?:\[\])?"
)
NUMBER = re.compile(rf"(?<!\w)\((-?[\d.]+)\)(?:{CASTS.pattern})+")
OTHER_VALUE = re.compile(r"::interval\b|(?<!')::(?:smallint|integer|bigint|date|time|timestamp)\b|/.*::|::.*/")
"""A cast that gives another value: of anything but a literal to whole numbers or days, or where it is divided."""
ON_BOTH = frozenset(
    "abs avg coalesce count length lower ltrim max min nullif replace round rtrim substr sum trim upper "
    "all and any array as between by case cast else exists from having in is join not on or over select then union "
    "using values when where with".split()
)
"""Functions of both databases, and the words of SQL behind which a parenthesis may stand."""
LONE_PARENTHESES = re.compile(r"(?<!\w)\((-?[\w.]+|'(?:[^']|'')*')\)")
ONE_OF = re.compile(r"= ANY \((?:\(ARRAY\[([^\]]*)\]\)|ARRAY\[([^\]]*)\])\)")
ONLY_ONE_SIDE = re.compile(
    r"::|~|@>|<@|&&|\?|`|\bANY \(|\bARRAY\[|\b(?:COLLATE|GLOB|MATCH|REGEXP|INTERVAL|DISTINCT ON)\b", re.IGNORECASE
)


def portable(expression: str) -> str | None:
    """Spell an expression that PostgreSQL printed so that SQLite takes it as well, or None.

    Casts that leave the value alone are dropped, and `x = ANY (ARRAY[...])`, as which PostgreSQL keeps an IN, becomes
    one again. Only functions that both databases have are handed over.
    """
    if any("::" in text for text in TEXTS.findall(expression)):
        return None
    if OTHER_VALUE.search(TEXTS.sub("''", NUMBER.sub(r"\1", expression))):
        return None
    text = LONE_PARENTHESES.sub(r"\1", CASTS.sub("", expression))
    text = ONE_OF.sub(lambda found: f"IN ({found.group(1) or found.group(2)})", text)
    text = re.sub(r"\bbtrim\(", "trim(", text).replace("TRIM(BOTH FROM ", "trim(")
    alone = ONLY_ONE_SIDE.search(TEXTS.sub("''", text)) or called(text) - ON_BOTH
    return None if alone else unwrapped(text)
