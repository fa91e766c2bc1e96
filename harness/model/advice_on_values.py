"""What to write in the place of a statement after which the same row holds another value on each database.

The facts are of SQLite ("Built-In Scalar SQL Functions", "Datatypes In SQLite", "Expressions") and of PostgreSQL
(documentation, "Functions and Operators", "Numeric Types").
"""

from __future__ import annotations

import re
from decimal import Decimal

RENAMED_LABEL = re.compile(r"\bALTER\s+TYPE\s+\S+\s+RENAME\s+VALUE\s+'([^']+)'\s+TO\s+'([^']+)'", re.IGNORECASE)
"""Rows get the new name of a label (PostgreSQL documentation, ALTER TYPE)."""
NUMBER = re.compile(r"(?:the value )?'(-?\d+(?:\.\d+)?)'")
CALCULATES = re.compile(r"[*/%]|\b(cast|round|avg)\b", re.IGNORECASE)
BY_ROUNDING = (
    "Round before a CAST to an integer, `CAST(round(x * 100) AS INTEGER)`, and divide by a fraction, `x / 2.0`:"
    " SQLite calculates a NUMERIC as a float, cuts where PostgreSQL rounds, and divides whole numbers as integers."
)
TO_SCALE = (
    "Round to the digits that the column keeps, `round(x * 0.9, {})`: SQLite stores all that a calculation gives."
)
IN_PYTHON = (
    "Make the text in Python: each database spells a number, a moment or a truth value in its own way when SQL makes a"
    " text of it."
)
ADVICE: tuple[tuple[re.Pattern[str], str], ...] = (
    (
        RENAMED_LABEL,
        r"Rename the label in the rows of SQLite as well, which has no such type: an UPDATE that writes '\2' for '\1'.",
    ),
    (
        re.compile(r"\bLIKE\b", re.IGNORECASE),
        "Write lower(x) LIKE lower(y): on SQLite LIKE takes `A` for `a`, on PostgreSQL it does not.",
    ),
    (
        re.compile(r"\b(?:FROM|JOIN)\s+user\b", re.IGNORECASE),
        'Put the name in double quotes, "user": without them it is the role that asks on PostgreSQL.',
    ),
    (
        re.compile(r"\bLIMIT\b", re.IGNORECASE),
        (
            "Order the rows by numbers that no two of them share, as a key: each database has its own order of equal"
            " rows, of texts and of NULL."
        ),
    ),
    (
        re.compile(r"\b(?:upper|lower)\s*\(", re.IGNORECASE),
        "Change the case in Python: SQLite knows the letters of ASCII only.",
    ),
    (
        re.compile(r"\bsubstr(?:ing)?\s*\(.+,\s*-\d+\s*[,)]", re.IGNORECASE),
        "Count from the beginning, `substr(x, length(x) - 2)`: only SQLite counts a negative number from the end.",
    ),
    (re.compile(r"\bAS\s+(?:TEXT|VARCHAR|CHAR|STRING)\b|\|\|", re.IGNORECASE), IN_PYTHON),
)


def advice_on_values(statement: str | None, dev: str | None, prod: str | None) -> str | None:
    """Give what to write instead of a statement that made two values of one; None where it is none of the usual."""
    for pattern, text in ADVICE:
        match = pattern.search(statement or "")
        if match:
            return match.expand(text)
    return advice_on_numbers(dev, prod) if CALCULATES.search(statement or "") else None


def advice_on_numbers(dev: str | None, prod: str | None) -> str | None:
    """Give what to write where two numbers come from rounding, or a division of integers; None where they do not."""
    found = [NUMBER.fullmatch(text or "") for text in (dev, prod)]
    numbers = [Decimal(match[1]) for match in found if match]
    if len(numbers) < len(found) or abs(numbers[0] - numbers[1]) > 1:
        return None
    digits, scale = (len(str(number).partition(".")[2]) for number in numbers)
    to_scale = digits > scale > 0 and abs(numbers[0] - numbers[1]) < Decimal(1).scaleb(-scale)
    return TO_SCALE.format(scale) if to_scale else BY_ROUNDING
