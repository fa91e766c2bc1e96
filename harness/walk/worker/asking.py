"""Questions to the driver of a connection, which leave it as it was."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING, Any

from .scopes import rows_of

if TYPE_CHECKING:
    from types import TracebackType

    from sqlalchemy.engine import Connection

PREPARED = "parity_prepared"


class Asking:
    """Asks outside of transactions where none is open: to begin and end one takes as long as a question.

    `alone` tells that nothing is open, so that a question that fails does no harm. Use as a context manager.
    """

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._was_open = connection.in_transaction()
        self._told: Any = None
        self.alone = False

    @property
    def prepared(self) -> set[str]:
        """The statements that were prepared in this session; a revision may have discarded them."""
        names: set[str] = self._connection.info.setdefault(PREPARED, set())
        return names

    def __call__(self, sql: str) -> list[tuple[Any, ...]]:
        """Give the rows of a statement, none where it has none to give."""
        return rows_of(self._connection, sql)

    def __enter__(self) -> Asking:  # noqa: PYI034 - the project's interpreter may be older than typing.Self
        if self._connection.dialect.name == "postgresql" and not self._was_open:
            driver: Any = self._connection.connection.dbapi_connection
            if getattr(driver, "autocommit", None) is False:
                with contextlib.suppress(Exception):  # the driver is in a transaction that SQLAlchemy does not know
                    driver.autocommit = True
                    self._told = driver
            self.alone = getattr(driver, "autocommit", None) is True
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        with contextlib.suppress(Exception):
            if self._told is not None:
                self._told.autocommit = False
            elif not self._was_open:
                self._connection.connection.rollback()  # the driver may have begun a transaction
