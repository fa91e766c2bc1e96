"""Empty a database of this run again, when loading the application had to make its tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection

SCHEMAS = """
SELECT quote_ident(nspname) FROM pg_namespace WHERE nspname <> 'information_schema' AND nspname !~ '^pg_'
"""
OTHERS = """
SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()
"""
TABLES = "SELECT type, name FROM sqlite_master WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite_%'"


def empty(connection: Connection) -> None:
    """Drop everything. What the application left connected would hold its locks, and is disconnected."""
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("PRAGMA foreign_keys = OFF")
        for kind, name in connection.exec_driver_sql(TABLES).fetchall():
            quoted = '"' + name.replace('"', '""') + '"'
            connection.exec_driver_sql(f"DROP {kind} IF EXISTS {quoted}")
        return
    connection.exec_driver_sql(OTHERS)
    for (schema,) in connection.exec_driver_sql(SCHEMAS).fetchall():
        connection.exec_driver_sql(f"DROP SCHEMA {schema} CASCADE")
    connection.exec_driver_sql("CREATE SCHEMA public")
