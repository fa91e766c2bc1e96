"""Words for what the tool reports: the names of kinds, lists of names, conditions without needless parentheses."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from harness.model.comparison import Difference
    from harness.model.findings import Group

KINDS = {
    "pk": "primary key",
    "fk": "foreign key",
    "uq": "unique constraint",
    "ck": "check constraint",
    "ix": "index",
}
PLURALS = {"index": "indexes", "primary key": "primary keys", "foreign key": "foreign keys"}
MOST = 6
TEXTS = re.compile(r"'(?:[^']|'')*'")
CALLED = re.compile(r"\b([a-z_]\w*)\"?\s*\(", re.IGNORECASE)
NUMBERS = "numbers itself"
"""What a column does that is an identity, a serial, or the rowid of SQLite."""

PRAGMA_OFF = (
    "Turn the pragma off in env.py, before context.configure():\n"
    '    if connection.dialect.name == "sqlite":\n'
    '        connection.exec_driver_sql("PRAGMA foreign_keys=OFF")\n'
    "        connection.commit()"
)
NEEDS_VALUE = "needs a value"
"""What any other column does that is NOT NULL and has no default."""


def called(expression: str) -> set[str]:
    """Give the functions that an expression of SQL calls, and the words behind which a parenthesis stands."""
    return {name.lower() for name in CALLED.findall(TEXTS.sub("''", expression))}


def listed(names: Iterable[str]) -> str:
    """Join names for a sentence; of many, the first few and how many more there are."""
    every = list(dict.fromkeys(names))
    if len(every) > MOST + 1:
        every = [*every[:MOST], f"{len(every) - MOST} more"]
    return every[0] if len(every) == 1 else f"{', '.join(every[:-1])} and {every[-1]}"


def place(difference: Difference) -> str:
    """Give the table and the columns: `items (sku)`."""
    columns = ", ".join(difference.columns)
    return f"{difference.table} ({columns})" if columns else str(difference.table)


def named(difference: Difference) -> str:
    """Give the name and the table, or the place of what has no name."""
    if difference.name is None:
        return f"without a name on {place(difference)}"
    return f"{difference.name} of {difference.table}"


def missing(word: str, group: Group) -> str:
    """Say what one side lacks, and what the other has."""
    first = group[0].difference
    side = first.missing_on
    if len(group) == 1:
        other = "prod" if side == "dev" else "dev"
        return f"The {word} {named(first)} is missing on {side}; {other} has {first.dev or first.prod}."
    words = PLURALS.get(word, f"{word}s")
    return f"{len(group)} {words} are missing on {side}: {listed(named(item.difference) for item in group)}."


def unwrapped(expression: str) -> str:
    """Give an expression without the parentheses that enclose all of it."""
    text = expression.strip()
    while text.startswith("(") and _closes_at_end(text):
        text = text[1:-1].strip()
    return text


def _closes_at_end(text: str) -> bool:
    depth, quoted = 0, False
    for position, letter in enumerate(text):
        quoted = quoted != (letter == "'")
        if not quoted:
            depth += {"(": 1, ")": -1}.get(letter, 0)
            if depth == 0:
                return position == len(text) - 1
    return False
