"""What SQLAlchemy's Inspector says of the whole schema: the second reader, asked once, at the end of the walk."""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection

READERS = {
    "pk": "pk_constraint",
    "columns": "columns",
    "fk": "foreign_keys",
    "uq": "unique_constraints",
    "ck": "check_constraints",
    "ix": "indexes",
}


def inspect_schema(connection: Connection) -> dict[str, dict[str, Any]]:
    """Give for each table of the default schema what the Inspector returns, names and columns only.

    Reflection warns about what it cannot see; the catalogs were read for these, so the warnings are not shown.
    """
    from sqlalchemy import inspect

    inspector = inspect(connection)
    tables: dict[str, dict[str, Any]] = {name: {} for name in inspector.get_table_names()}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for part, reader in READERS.items():
            for name, found in _read(inspector, reader, list(tables)):
                items = [found] if part == "pk" else found or ()
                tables.setdefault(name, {})[part] = [_seen(part, item) for item in items]
    return tables


def _read(inspector: Any, reader: str, names: list[str]) -> list[tuple[str, Any]]:
    """Read all tables at once; SQLAlchemy 1.4 reads one at a time."""
    at_once = getattr(inspector, f"get_multi_{reader}", None)
    if at_once is None:
        return [(name, getattr(inspector, f"get_{reader}")(name)) for name in names]
    return [(name, found) for (_schema, name), found in at_once().items()]


def _seen(part: str, item: Any) -> Any:
    """Give what identifies an object: the columns of a key, the name of a column, check or index."""
    if part == "pk":
        return list(item.get("constrained_columns") or ())
    if part == "fk":
        return [str(column) for column in item["constrained_columns"]]
    if part == "uq":
        return [str(column) for column in item["column_names"]]
    if part == "ix" and item.get("duplicates_constraint"):
        return None
    return str(item["name"]) if item["name"] is not None else None
