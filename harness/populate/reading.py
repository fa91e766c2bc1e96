"""How the rows of a table are read on each database."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from harness.model import MOST_ROWS
from harness.populate.values import INTEGERS

if TYPE_CHECKING:
    from harness.model import Table

PRINTED_ALWAYS_SO = re.compile(
    r"((small|big)int|integer|numeric|real|double precision|boolean|text|character( varying)?|uuid|jsonb?)\b[^\[]*"
)
"""Types that none of the settings of a reading (worker/reading.py) prints in another way: PostgreSQL, 19.11.2."""


def quoted(name: str) -> str:
    """Quote a name; a table in a schema of its own is written `schema.table`."""
    return ".".join('"' + part.replace('"', '""') + '"' for part in name.split("."))


def literal(text: str) -> str:
    """Write a text as a string of SQL."""
    return "'" + text.replace("'", "''") + "'"


def key_of(table: Table) -> tuple[str, ...]:
    """Give the columns of the primary key."""
    return next((item.columns for item in table.constraints if item.kind == "pk"), ())


def word_for(name: str) -> str:
    """Give the word without which no statement names a table."""
    words: list[str] = re.findall(r"\w+", name.lower())
    return words[-1]


def reading(table: Table, backend: str) -> dict[str, Any]:
    """Give the query for a table's rows, one more than are kept, and what decides whether a revision touched it.

    PostgreSQL prints every value as text, SQLite gives it in its storage class. `set` tells whether settings of the
    server decide how it prints the values.
    """
    columns = [column.name for column in table.columns]
    cast = "::text" if backend == "postgresql" else ""
    name = quoted(table.name)
    key = ", ".join(quoted_column(column) for column in key_of(table))
    order = f" ORDER BY {key}" if key else ""
    listed = ", ".join(quoted_column(column) + cast for column in columns)
    return {
        "columns": columns,
        "sql": f"SELECT {listed or 'NULL'} FROM {name}{order} LIMIT {MOST_ROWS + 1}",
        "set": not all(PRINTED_ALWAYS_SO.fullmatch(column.type) for column in table.columns),
        "word": word_for(table.name),
        "refers": sorted({item.referred_table or "" for item in table.constraints if item.kind == "fk"} - {table.name}),
        "sequence": _sequence(table) if backend == "postgresql" else None,
    }


def quoted_column(name: str) -> str:
    """Quote the name of a column, which may have a dot in it."""
    return '"' + name.replace('"', '""') + '"'


def _sequence(table: Table) -> dict[str, str] | None:
    """Ask for the numbers of the first column that numbers itself; a column of texts may have got a sequence, too."""
    column = next((column.name for column in table.columns if column.numbered and column.type in INTEGERS), None)
    if column is None:
        return None
    name = quoted(table.name)
    return {
        "column": column,
        "sql": f"SELECT pg_get_serial_sequence({literal(name)}, {literal(column)}), "
        f"(SELECT max({quoted_column(column)}) FROM {name})",
    }
