"""Read sqlite_master and the PRAGMA functions: which tables changed, and what they are."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any

from .objects import Objects, hashable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

Rows = list[tuple[Any, ...]]


class SqliteCatalog:
    """Remembers each table's entries of sqlite_master, and reads again only the tables whose entries changed."""

    def __init__(self) -> None:
        self._seen: dict[str, tuple[Any, ...]] = {}
        self._objects = Objects()

    def read(self, query: Callable[[str], Rows], skip: frozenset[tuple[str | None, str]]) -> dict[str, Any]:
        """Give the changed tables with their facts, the tables that are gone, and what changed of other objects."""
        ignored = {name for _schema, name in skip}
        master = [
            row
            for row in query("SELECT type, name, tbl_name, sql FROM sqlite_master ORDER BY type, name")
            if not str(row[1]).startswith("sqlite_stat") and row[1] != "sqlite_sequence" and row[2] not in ignored
        ]
        entries: dict[str, tuple[Any, ...]] = {}
        for kind, name, table, sql in master:
            if kind in {"table", "index"}:
                entries[table] = (*entries.get(table, ()), (kind, name, sql))
        changed = [name for name, facts in entries.items() if self._seen.get(name) != facts]
        gone = [name for name in self._seen if name not in entries]
        self._seen = entries
        columns_of = functools.partial(_columns_of_view, query)
        return {
            "tables": {name: self._facts(query, name, entries[name]) for name in changed},
            "gone": gone,
            "objects": self._objects.changes(
                _object(entry, columns_of) for entry in master if entry[0] in {"view", "trigger"}
            ),
        }

    def _facts(self, query: Callable[[str], Rows], table: str, entries: Iterable[tuple[Any, ...]]) -> dict[str, Any]:
        """SQLite documentation, "PRAGMA Statements": table_xinfo, foreign_key_list, index_list, index_xinfo."""
        indexes = []
        for row in query(f"PRAGMA index_list({_literal(table)})"):
            name, unique, origin = row[1], bool(row[2]), row[3]
            keys = [key for key in query(f"PRAGMA index_xinfo({_literal(name)})") if key[5]]
            indexes.append(
                {
                    "name": name,
                    "unique": unique,
                    "origin": origin,
                    "columns": [key[2] for key in keys],
                    "descending": [bool(key[3]) for key in keys],
                    "collations": [key[4] for key in keys],
                }
            )
        return {
            "ddl": next((sql for kind, name, sql in entries if kind == "table" and name == table), None),
            "index_ddl": {name: sql for kind, name, sql in entries if kind == "index" and sql},
            "columns": [list(row[1:7]) for row in query(f"PRAGMA table_xinfo({_literal(table)})")],
            "foreign_keys": [list(row) for row in query(f"PRAGMA foreign_key_list({_literal(table)})")],
            "indexes": indexes,
        }


def _object(entry: tuple[Any, ...], columns_of: Callable[[str], list[str]]) -> tuple[Any, ...]:
    kind, name, table, sql = entry
    is_view = kind == "view"
    return hashable((kind, name, None if is_view else table, sql, None, columns_of(name) if is_view else None))


def _columns_of_view(query: Callable[[str], Rows], view: str) -> list[str]:
    """Give the columns of a view; none where it cannot be read, as when a table of its query is gone."""
    try:
        return [row[1] for row in query(f"PRAGMA table_info({_literal(view)})")]
    except Exception:  # noqa: BLE001 - of whatever kind the driver's objection is
        return []


def _literal(name: str) -> str:
    return "'" + name.replace("'", "''") + "'"
