"""Turn what a worker read and tried into the model's words."""

from __future__ import annotations

from typing import Any

from harness.model import RowStep, Sequence, TableRows, Trial
from harness.walk.sharing import with_rows_of


def row_step(data: dict[str, Any] | None, known: dict[str, TableRows]) -> RowStep | None:
    """Give the rows of one revision; None for a walk without rows. `data` is from worker/rows.py.

    `known` are the rows as they were read last.
    """
    if data is None:
        return None
    return RowStep(
        migrated={name: _table(name, table, known) for name, table in data["migrated"].items()},
        trials=tuple(trial(item) for item in data["trials"]),
        seeded={name: _table(name, table, known) for name, table in data["seeded"].items()},
        placed=data["placed"],
        refused=data["refused"],
        probes=tuple(trial(item) for item in data["probes"]),
        edges=tuple(trial(item) for item in data["edges"]),
        foreign_keys=data["foreign_keys"],
        touched=frozenset(data["touched"]),
    )


def _table(name: str, data: dict[str, Any], known: dict[str, TableRows]) -> TableRows:
    found = TableRows(
        columns=tuple(data["columns"]),
        rows=tuple(tuple(row) for row in data["rows"]),
        more=data["more"],
        sequence=Sequence(**data["sequence"]) if data["sequence"] else None,
    )
    known[name] = with_rows_of(found, known.get(name))
    return known[name]


def trial(data: dict[str, Any]) -> Trial:
    """Give what became of a statement."""
    rows = data["rows"]
    return Trial(
        statement=data["statement"],
        error=data["error"],
        rows=None if rows is None else tuple(tuple(row) for row in rows),
    )
