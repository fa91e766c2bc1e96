"""What SQLAlchemy's Inspector says of the whole schema: the second reader, asked once, at the end of the walk."""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection

READERS = {
    "columns": "get_multi_columns",
    "fk": "get_multi_foreign_keys",
    "uq": "get_multi_unique_constraints",
    "ck": "get_multi_check_constraints",
    "ix": "get_multi_indexes",
}


def inspect_schema(connection: Connection) -> dict[str, dict[str, Any]]:
    """Give for each table of the default schema what `Inspector.get_multi_*` returns, names and columns only.

    Reflection warns about what it cannot see; the catalogs were read for these, so the warnings are not shown.
    """
    from sqlalchemy import inspect

    inspector = inspect(connection)
    tables: dict[str, dict[str, Any]] = {name: {} for name in inspector.get_table_names()}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for (_schema, name), key in inspector.get_multi_pk_constraint().items():
            tables.setdefault(name, {})["pk"] = [list(key.get("constrained_columns") or ())]
        for part, reader in READERS.items():
            for (_schema, name), items in getattr(inspector, reader)().items():
                tables.setdefault(name, {})[part] = [_seen(part, item) for item in items or ()]
    return tables


def _seen(part: str, item: Any) -> Any:
    """Give what identifies an object: the columns of a key, the name of a column, check or index."""
    if part == "fk":
        return [str(column) for column in item["constrained_columns"]]
    if part == "uq":
        return [str(column) for column in item["column_names"]]
    if part == "ix" and item.get("duplicates_constraint"):
        return None
    return str(item["name"]) if item["name"] is not None else None
