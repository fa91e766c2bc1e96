"""What the models would make on PostgreSQL: their tables in a schema of their own, read, and rolled back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .asking import Asking
from .catalog_postgresql import PostgresqlCatalog

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy.engine import Connection

SCHEMA = "parity_models"


def made_by_models(connection: Connection, metadatas: Iterable[Any], options: dict[str, Any]) -> dict[str, Any]:
    """Give the facts of the tables that `create_all()` makes, as the catalog reads them, and the tables left out.

    The schema comes first on the search path, so what the tables refer to is found there, and the functions, types and
    sequences of the migrations where they are. Tables that name a schema are left out, and those that `include_object`
    refuses. Whatever env.py or the models do there is rolled back.
    """
    elsewhere: list[str] = []
    try:
        path = connection.exec_driver_sql("SHOW search_path").scalar()
        connection.exec_driver_sql(f"CREATE SCHEMA {SCHEMA}")
        connection.exec_driver_sql(f"SET LOCAL search_path = {SCHEMA}, {path}")
        for metadata in metadatas:
            wanted = [table for table in metadata.sorted_tables if _is_wanted(table, options)]
            elsewhere += [f"{table.schema}.{table.name}" for table in wanted if table.schema]
            metadata.create_all(connection, tables=[table for table in wanted if not table.schema], checkfirst=False)
        facts = PostgresqlCatalog().read(Asking(connection), frozenset())
    finally:
        connection.rollback()
    own = {name: table for name, table in facts["tables"].items() if "." not in name}
    return {"tables": own, "elsewhere": elsewhere}


def _is_wanted(table: Any, options: dict[str, Any]) -> bool:
    """Ask env.py as Alembic does (Alembic documentation, `EnvironmentContext.configure.include_object`)."""
    include = options.get("include_object")
    return include is None or bool(include(table, table.name, "table", False, None))  # noqa: FBT003 - Alembic calls it so
