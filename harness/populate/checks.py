"""Rows that pass their checks: values are taken from the checks themselves, and tried in SQLite's own terms."""

from __future__ import annotations

import contextlib
import itertools
import sqlite3
from typing import TYPE_CHECKING

from sqlglot import exp, parse_one
from sqlglot.errors import SqlglotError

from harness.populate.reading import quoted_column
from harness.populate.values import INTEGERS, TEXTS

if TYPE_CHECKING:
    from harness.populate.foresight import ColumnNeeds, TableNeeds
    from harness.populate.values import Abstract

Row = dict[str, "Abstract"]
MOST_TRIES = 2000


def fitting(row: Row, need: TableNeeds) -> Row | None:
    """Give the row with values that all checks of the table take; None where none was found.

    A check that this cannot read is left to the databases.
    """
    if not need.checks:
        return row
    with contextlib.closing(sqlite3.connect(":memory:")) as connection:
        failing = [check for check in need.checks if not _passes(connection, check, row)]
        if not failing:
            return row
        for checks in (failing, need.checks):  # first what fails alone, then whatever hangs together with it
            found = _changed(connection, row, need, checks)
            if found is not None:
                return found
    return None


def _changed(connection: sqlite3.Connection, row: Row, need: TableNeeds, checks: list[str]) -> Row | None:
    """Change the columns that the checks name, until all checks of the table pass."""
    free = {name for name, column in need.columns.items() if not column.numbered} - {
        name for key in need.keys for name in key.columns
    }
    named = [name for name in row if name in free and any(name.lower() in check.lower() for check in checks)]
    about = {name: [check for check in checks if name.lower() in check.lower()] for name in named}
    candidates = [_candidates(row[name], need.columns[name], about[name]) for name in named]
    for values in itertools.islice(itertools.product(*candidates), MOST_TRIES):
        other = {**row, **dict(zip(named, values, strict=True))}
        if all(_passes(connection, check, other) for check in need.checks):
            return other
    return None


def _candidates(value: Abstract, column: ColumnNeeds, checks: list[str]) -> list[Abstract]:
    """Give the value itself, the literals of the checks and their neighbours, and NULL where it is allowed."""
    found: list[Abstract] = [value]
    for check in checks:
        for item in literals_in(check):
            found.extend(_as_column(item, column))
    if not column.required:
        found.append(None)
    return list(dict.fromkeys(found))


def literals_in(check: str) -> list[str | int | float]:
    """Give the texts and numbers in a condition; none where it cannot be read."""
    try:
        tree = parse_one(f"SELECT {check}", dialect="sqlite")
    except SqlglotError:
        return []
    found: list[str | int | float] = []
    for node in tree.find_all(exp.Literal):
        if node.is_string:
            found.append(str(node.this))
        else:
            with contextlib.suppress(ValueError):
                text = str(node.this)
                found.append(float(text) if "." in text or "e" in text.lower() else int(text))
    return found


def _as_column(item: str | float, column: ColumnNeeds) -> list[Abstract]:
    family = column.kind.family
    if family in TEXTS and isinstance(item, str):
        fill = item.replace("%", "x").replace("_", "x")
        return [text[: column.length] for text in (item, fill, f"a@{fill}b", "https://" + fill)]
    if family in TEXTS and isinstance(item, int) and 0 <= item <= (column.length or item):
        return ["x" * item, "x" * (item + 1) if item < (column.length or item + 1) else "x" * item]
    if isinstance(item, str):
        return [item] if family in {"date", "timestamp", "time", "enum"} else []
    if family in INTEGERS:
        return [int(item), int(item) + 1, int(item) - 1]
    return [item, item + 1, item - 1] if family in {"numeric", "real", "double"} else []


def _passes(connection: sqlite3.Connection, check: str, row: Row) -> bool:
    """A check that SQLite cannot evaluate here counts as passed."""
    columns = ", ".join(f"? AS {quoted_column(name)}" for name in row)
    try:
        found = connection.execute(f"SELECT ({check}\n) FROM (SELECT {columns})", list(row.values())).fetchone()
    except sqlite3.Error:
        return True
    return found[0] is None or bool(found[0])
