"""An engine whose connections are all one: what is committed on them is kept until the test ends, and then undone.

Below SQLAlchemy nothing is replaced but the engine's pool. What it hands out begins, commits and rolls back by
savepoints in one transaction of one connection, so that sessions, `engine.begin()` and raw cursors behave as they do on
connections of their own, and listeners that the app put on its engine have done their work on it.
"""

from __future__ import annotations

import re
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sqlalchemy import event
from sqlalchemy.pool import Pool

from harness.pytest_plugin.sequences import as_they_are

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Engine
    from sqlalchemy.pool import PoolProxiedConnection

_OUTER = "parity_test"
_ENDS_IT = re.compile(r"\s*(?:COMMIT|END|ABORT|ROLLBACK(?!\s+(?:TRANSACTION\s+|WORK\s+)?TO\b))\b", re.IGNORECASE)
_BEGINS_IT = re.compile(r"\s*BEGIN\b", re.IGNORECASE)


class TransactionError(RuntimeError):
    """What a test did ended its transaction, or would have done so."""


@contextmanager
def in_transaction(engine: Engine) -> Iterator[None]:
    """Let all connections of an engine be one, in a transaction that is rolled back in the end.

    Raises TransactionError when the transaction did not last: what the test wrote has then stayed in the database.
    """
    held = engine.raw_connection()
    usual, dialect = engine.pool, engine.dialect
    usual_mode = _mode(held, dialect.name)
    one = _OneConnection(held=held, dialect=dialect.name)
    one.begin()
    engine.pool = _OnePool(one, engine)
    event.listen(engine, "before_cursor_execute", one.before_cursor_execute, retval=True)
    dialect.set_isolation_level = _refuse_isolation_level  # type: ignore[method-assign, assignment] # of this engine only
    try:
        yield
    finally:
        del dialect.set_isolation_level  # the method of its class is seen again
        event.remove(engine, "before_cursor_execute", one.before_cursor_execute)
        engine.pool = usual
        try:
            one.end()
        finally:
            if held.dbapi_connection is not None:
                setattr(held.dbapi_connection, *usual_mode)
            held.close()


def _mode(connection: PoolProxiedConnection, dialect: str) -> tuple[str, Any]:
    """Give the attribute of a driver's connection that says who begins transactions, and its value."""
    name = "isolation_level" if dialect == "sqlite" else "autocommit"
    return name, getattr(connection.dbapi_connection, name)


@dataclass(slots=True)
class _Savepoint:
    """`done` says that it was committed while one that was set after it was not."""

    name: str
    done: bool = False


@dataclass
class _OneConnection:
    """The connection, and the savepoints that are set on it, the oldest first."""

    held: PoolProxiedConnection
    dialect: str
    count: int = 0
    savepoints: list[_Savepoint] = field(default_factory=list)
    sequences: str | None = None
    over: bool = False

    def begin(self) -> None:
        """Begin the transaction, with a savepoint that shows in the end that it was never ended."""
        connection: Any = self.held.dbapi_connection
        if self.dialect == "sqlite":  # the module sqlite3 would begin and commit as it sees fit
            connection.isolation_level = None
            if not connection.in_transaction:
                self.execute("BEGIN")
        else:
            connection.rollback()
            connection.autocommit = False
            self.sequences = as_they_are(self.held)
        self.execute(f"SAVEPOINT {_OUTER}")

    def end(self) -> None:
        """Undo everything. Raises TransactionError where it cannot be undone."""
        self.over = True
        connection: Any = self.held.dbapi_connection
        if connection is None:
            return  # the server ended it, and what was done on it
        try:
            self.execute(f"ROLLBACK TO SAVEPOINT {_OUTER}")
        except Exception as error:
            raise TransactionError(
                "The transaction of the test was ended by something other than the test's connections, so that what "
                f"was written has stayed in the database ({error}). A test that does this needs a database of its "
                "own: parity_engine, or parity_database."
            ) from error
        finally:
            connection.rollback()
            if self.sequences is not None:
                self.execute(self.sequences)
                connection.rollback()

    def execute(self, statement: str) -> None:
        """Execute a statement of ours."""
        with closing(self.held.cursor()) as cursor:
            cursor.execute(statement)

    def set(self) -> _Savepoint:
        """Set a savepoint after all others."""
        if self.over:
            raise TransactionError("The test that this connection belongs to is over.")
        self.count += 1
        savepoint = _Savepoint(f"parity_{self.count}")
        self.execute(f"SAVEPOINT {savepoint.name}")
        self.savepoints.append(savepoint)
        return savepoint

    def commit(self, savepoint: _Savepoint) -> None:
        """Keep what was done since; a later one that is still open decides about its own part first.

        Constraints that wait for the commit are judged as it would judge them, and wait again.
        """
        if savepoint not in self.savepoints:
            return
        if self.dialect == "postgresql":
            self.execute(
                "SAVEPOINT parity_deferred; SET CONSTRAINTS ALL IMMEDIATE; "
                "ROLLBACK TO SAVEPOINT parity_deferred; RELEASE SAVEPOINT parity_deferred"
            )
        savepoint.done = True
        self._release()

    def roll_back(self, savepoint: _Savepoint) -> None:
        """Undo what was done since, also by those that were set later."""
        if savepoint not in self.savepoints or self.over:
            return
        self.execute(f"ROLLBACK TO SAVEPOINT {savepoint.name}")
        del self.savepoints[self.savepoints.index(savepoint) + 1 :]
        savepoint.done = True
        self._release()

    def _release(self) -> None:
        while self.savepoints and self.savepoints[-1].done:
            self.execute(f"RELEASE SAVEPOINT {self.savepoints.pop().name}")

    def before_cursor_execute(
        self,
        _connection: object,
        _cursor: object,
        statement: str,
        parameters: Any,  # noqa: ANN401 - of SQLAlchemy
        *_: object,
    ) -> tuple[str, Any]:
        """Refuse what would end the transaction; leave out a BEGIN, as apps send it to SQLite (SQLAlchemy's recipe)."""
        if _ENDS_IT.match(statement):
            raise TransactionError(
                f"{statement.strip()!r} would end the transaction of the test. Use the methods of the session or the "
                "connection, or a database of the test's own: parity_engine."
            )
        if _BEGINS_IT.match(statement):
            return "SELECT 1", parameters
        return statement, parameters


class _Checkout:
    """What the pool hands out: to SQLAlchemy a connection of its own, which begins with its first statement."""

    def __init__(self, one: _OneConnection) -> None:
        self._one = one
        self._savepoint: _Savepoint | None = None

    def cursor(self, *arguments: Any, **options: Any) -> Any:  # noqa: ANN401 - of the driver
        if self._savepoint is None or self._savepoint not in self._one.savepoints:
            self._savepoint = self._one.set()
        return self._one.held.cursor(*arguments, **options)

    def commit(self) -> None:
        if self._savepoint is not None:
            self._one.commit(self._savepoint)
            self._savepoint = None

    def rollback(self) -> None:
        if self._savepoint is not None:
            self._one.roll_back(self._savepoint)
            self._savepoint = None

    def close(self) -> None:
        self.rollback()

    def detach(self) -> None:
        """Do nothing: it is never given back."""

    def _close_special(self, *, transaction_reset: bool = False) -> None:  # noqa: ARG002 - SQLAlchemy asks so
        """Close: SQLAlchemy closes in this way what it has rolled back."""
        self.rollback()

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - whatever else a connection has
        return getattr(self._one.held, name)


class _OnePool(Pool):
    """A pool of one connection that everybody has at once."""

    def __init__(self, one: _OneConnection, engine: Engine) -> None:
        super().__init__(_no_other, dialect=engine.dialect)
        self._one = one

    def connect(self) -> PoolProxiedConnection:
        return _Checkout(self._one)  # type: ignore[return-value] # it has all that is asked of one

    def dispose(self) -> None:
        """Keep the connection: it is the test's."""

    def recreate(self) -> Pool:
        return self

    def status(self) -> str:
        return "one connection, in the transaction of a test"


def _no_other() -> Any:  # noqa: ANN401 - it gives nothing
    raise TransactionError("A test in a transaction has one connection.")


def _refuse_isolation_level(_connection: object, level: str) -> None:
    raise TransactionError(
        f"The isolation level {level} cannot be set in the transaction of a test. A test that needs it needs a "
        "database of its own: parity_engine, or parity_database."
    )
