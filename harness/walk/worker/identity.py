"""A connection that env.py hands to Alembic must prove that it is on a database of this run."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .targets import is_private

if TYPE_CHECKING:
    from sqlalchemy.engine import URL, Connection

    from .notes import Notes
    from .targets import Targets

QUESTIONS = {
    "sqlite": "PRAGMA database_list",  # number, name, file
    "postgresql": "SELECT 0, current_schema(), current_database()",
}
USUAL_SCHEMA = "public"
KEPT_OPTIONS = ("schema_translate_map", "isolation_level")


class NotOurDatabase(RuntimeError):
    """env.py offered a connection that could not be replaced by one to a database of this run."""


def prove(connection: Connection, targets: Targets, notes: Notes) -> tuple[Connection, URL, str | None]:
    """Give a connection that is proved to be on a target, that target, and its current schema where that is unusual.

    The question opens a transaction. Left open, MigrationContext would take it for the caller's and never
    commit, so it is rolled back. A connection elsewhere (SQLite in memory) is replaced. Raises NotOurDatabase.
    """
    was_open = connection.in_transaction()
    row = connection.exec_driver_sql(QUESTIONS[connection.dialect.name]).fetchone()
    if not was_open and connection.in_transaction():
        connection.rollback()
    identity = str(row[2]) if row is not None and row[2] else ""
    target = targets.named(identity) if identity else None
    if target is not None:
        schema = str(row[1]) if row is not None and connection.dialect.name == "postgresql" and row[1] else None
        return connection, target, None if schema == USUAL_SCHEMA else schema
    if not is_private(connection.engine.url):
        raise NotOurDatabase(
            f"env.py is connected to {identity or 'a database in memory'}, which parity did not create"
        )
    notes.add("connection-replaced", "env.py connects to SQLite in memory; a database of this run was used instead")
    from sqlalchemy import create_engine

    options = {name: value for name, value in connection.get_execution_options().items() if name in KEPT_OPTIONS}
    return create_engine(targets.primary).connect().execution_options(**options), targets.primary, None
