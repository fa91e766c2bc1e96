"""Transactions for what the walk with rows does on the project's connection, whatever its isolation level."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from types import TracebackType

    from sqlalchemy.engine import Connection

PLAIN = {"no_parameters": True}
"""The driver would take a per cent sign for a parameter. Given for each statement: the connection is the project's."""
DEPTH = "parity_depth"


def run(connection: Connection, sql: str) -> Any:
    """Run a statement as it is written."""
    return connection.exec_driver_sql(sql, execution_options=PLAIN)


def rows_of(connection: Connection, sql: str) -> list[tuple[Any, ...]]:
    """Give the rows of a statement, none where it has none to give.

    Asks the driver: SQLAlchemy takes longer for the result than SQLite for the query, and begins a transaction.
    """
    cursor: Any = connection.connection.cursor()
    try:
        cursor.execute(sql)
        return [tuple(row) for row in cursor.fetchall()] if cursor.description else []
    finally:
        cursor.close()


def begin(connection: Connection) -> Any:
    """Open a transaction, or a savepoint in one; ends by `commit`, `rollback` or as a context manager."""
    if _commits_by_itself(connection):
        return ByHand(connection)
    return connection.begin_nested() if connection.in_transaction() else connection.begin()


def begin_at_once(connection: Connection) -> Any:
    """Open a transaction that holds before a row is changed: Python's sqlite3 begins only then."""
    was_open = connection.in_transaction()
    scope = begin(connection)
    if connection.dialect.name == "sqlite" and not was_open and not isinstance(scope, ByHand):
        with contextlib.suppress(Exception):  # a listener of the project may have begun it
            run(connection, "BEGIN")
    return scope


class ByHand:
    """A transaction on a connection in AUTOCOMMIT, where SQLAlchemy begins none and a savepoint needs one."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._was_open = connection.in_transaction()
        self._depth = connection.info.get(DEPTH, 0)
        connection.info[DEPTH] = self._depth + 1
        run(connection, f"SAVEPOINT parity_{self._depth}" if self._depth else "BEGIN")

    def commit(self) -> None:
        """Keep what was done."""
        self._end(f"RELEASE SAVEPOINT parity_{self._depth}" if self._depth else "COMMIT")

    def rollback(self) -> None:
        """Undo what was done."""
        self._end(f"ROLLBACK TO SAVEPOINT parity_{self._depth}" if self._depth else "ROLLBACK")

    def _end(self, sql: str) -> None:
        run(self._connection, sql)
        self._connection.info[DEPTH] = self._depth
        if not self._was_open and not self._depth:
            self._connection.rollback()  # SQLAlchemy takes any statement for the begin of a transaction

    def __enter__(self) -> ByHand:  # noqa: PYI034 - the project's interpreter may be older than typing.Self
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        if kind is None:
            self.commit()
        else:
            self.rollback()


def _commits_by_itself(connection: Connection) -> bool:
    """Tell by what SQLAlchemy was asked for, and by what the driver was."""
    level = connection.get_execution_options().get("isolation_level")
    if str(level or getattr(connection.dialect, "_on_connect_isolation_level", None)).upper() == "AUTOCOMMIT":
        return True
    driver: Any = connection.connection.dbapi_connection
    return connection.dialect.name == "postgresql" and bool(getattr(driver, "autocommit", False))
