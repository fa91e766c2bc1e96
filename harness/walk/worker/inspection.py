"""What SQLAlchemy's Inspector says of some tables, set-based, as plain data. The catalogs complete it."""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.engine import Connection

Facts = dict[str, Any]


def inspect_tables(connection: Connection, names: Sequence[str], schema: str | None) -> dict[str, Facts]:
    """Give, for each table, its columns and constraints as `Inspector.get_multi_*` returns them (SQLAlchemy 2.0).

    Reflection warns about what it cannot see; the catalogs are read for these, so the warnings are not shown.
    """
    from sqlalchemy import inspect

    inspector = inspect(connection)
    chosen = {"filter_names": list(names), "schema": schema}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        columns = inspector.get_multi_columns(**chosen)
        keys = inspector.get_multi_pk_constraint(**chosen)
        foreign = inspector.get_multi_foreign_keys(**chosen)
        unique = inspector.get_multi_unique_constraints(**chosen)
        checks = inspector.get_multi_check_constraints(**chosen)
        indexes = inspector.get_multi_indexes(**chosen)
    return {
        name: {
            "columns": [_column(column) for column in columns.get((schema, name), [])],
            "pk": _plain(keys.get((schema, name))),
            "fk": [_plain(item) for item in foreign.get((schema, name), [])],
            "uq": [_plain(item) for item in unique.get((schema, name), [])],
            "ck": [_plain(item) for item in checks.get((schema, name), [])],
            "ix": [_plain(item) for item in indexes.get((schema, name), [])],
        }
        for name in names
    }


def _column(column: Any) -> Facts:
    computed = column.get("computed")
    identity = column.get("identity")
    return {
        "name": str(column["name"]),
        "nullable": bool(column["nullable"]),
        "default": column.get("default"),
        "computed": computed["sqltext"] if computed else None,
        "identity": ("always" if identity.get("always") else "by default") if identity else None,
    }


def _plain(item: Any) -> Any:
    """Turn quoted_name, TextClause and the like into JSON's own types."""
    if item is None or isinstance(item, bool | int):
        return item
    if isinstance(item, dict):
        return {str(name): _plain(value) for name, value in item.items()}
    if isinstance(item, list | tuple):
        return [_plain(value) for value in item]
    return str(item)
