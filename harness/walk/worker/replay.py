"""What a revision runs, kept so that a walk with rows can run it again without the revision's Python.

Only for a revision whose statements cannot depend on rows: it reads nothing but catalogs, its statements change the
schema, and what it does to rows goes through `op.execute` or `op.bulk_insert`, which tell the caller nothing.
"""

from __future__ import annotations

import functools
import json
import re
from typing import TYPE_CHECKING, Any

from .scopes import run

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy.engine import Connection

CATALOG_READ = re.compile(r"\s*(PRAGMA\s+(main|temp)\.|SHOW\b)", re.IGNORECASE)
SELECT = re.compile(r"\s*(SELECT|WITH)\b", re.IGNORECASE)
SOURCES = re.compile(r"\b(?:FROM|JOIN)\s+(?:LATERAL\s+)?([\w.\"(]+)", re.IGNORECASE)
LIST_OF_SOURCES = re.compile(r"\bFROM\s+[\w.\"]+(\s+(AS\s+)?\w+)?\s*,", re.IGNORECASE)
CATALOG = re.compile(
    r"\(|\"?pg_catalog\"?\.|information_schema\.|(main\.)?sqlite_(temp_)?(master|schema)$|unnest\(|generate_\w+\(",
    re.IGNORECASE,
)
CHANGES_SCHEMA = re.compile(r"\s*(CREATE|ALTER|DROP|COMMENT|INSERT\s+INTO\s+\"?_alembic_tmp_)", re.IGNORECASE)
TELL_NOTHING = frozenset({"ExecuteSQLOp", "BulkInsertOp"})


class Script:
    """Keeps the statements of the current revision, until one is met that the walk with rows must run for itself."""

    def __init__(self) -> None:
        self._connection: Any = None
        self._statements: list[dict[str, Any]] | None = None
        self._told_nothing = 0
        self.passed_by = False
        """Whether the last revision asked for the driver's connection: what is told to that is seen nowhere."""

    def install(self) -> None:
        """Listen to statements and transactions, for as long as the process lasts."""
        from alembic.operations import base
        from sqlalchemy import event
        from sqlalchemy.engine import Connection, Engine

        event.listen(Engine, "before_cursor_execute", self._on_statement)
        for name in ("commit", "rollback", "savepoint", "begin_twophase", "handle_error"):
            event.listen(Engine, name, self._give_up)
        raw: Any = Connection.connection
        script = self

        def connection(item: Any) -> Any:
            script._give_up()
            script.passed_by = script.passed_by or script._connection is not None
            return raw.fget(item)

        any_connection: Any = Connection
        any_connection.connection = property(connection, doc=raw.__doc__)
        owner: Any = getattr(base, "AbstractOperations", base.Operations)
        real = owner.invoke

        @functools.wraps(real)
        def invoke(operations: Any, operation: Any) -> Any:
            counts = type(operation).__name__ in TELL_NOTHING
            script._told_nothing += counts
            try:
                return real(operations, operation)
            finally:
                script._told_nothing -= counts

        owner.invoke = invoke

    def keep(self, connection: Connection, action: Callable[[], Any]) -> tuple[Any, list[dict[str, Any]] | None]:
        """Run a revision; give what it returns, and its statements, or None when they may depend on rows."""
        self._connection, self._statements, self.passed_by = connection, [], False
        try:
            return action(), self._statements
        finally:
            self._connection, self._statements = None, None

    def _give_up(self, *_event: Any) -> None:
        self._statements = None

    def _on_statement(
        self, connection: Any, _cursor: Any, statement: str, parameters: Any, context: Any, _many: Any
    ) -> None:
        if self._statements is None:
            return
        if connection is not self._connection:
            self._give_up()
        elif self._told_nothing or CHANGES_SCHEMA.match(statement):
            kept = _kept(statement, parameters, plain=context.execution_options.get("no_parameters"))
            if kept is None or re.search(r"\bRETURNING\b", statement, re.IGNORECASE):
                self._give_up()
            else:
                self._statements.append(kept)
        elif not is_catalog_read(statement):
            self._give_up()


def is_catalog_read(statement: str) -> bool:
    """Tell whether a statement reads the schema and no rows."""
    if CATALOG_READ.match(statement):
        return True
    sources = SOURCES.findall(statement)
    if not sources or LIST_OF_SOURCES.search(statement):
        return False
    return bool(SELECT.match(statement)) and all(CATALOG.match(source) for source in sources)


def _kept(statement: str, parameters: Any, *, plain: bool) -> dict[str, Any] | None:
    """Give a statement as JSON carries it; None when a parameter is of a type that it does not know.

    SQLAlchemy gives the parameters of many rows as a list, those of one as a tuple or dictionary.
    """
    if not parameters:
        return {"sql": statement, "parameters": None, "many": False, "plain": bool(plain)}
    try:
        text = json.dumps(parameters)
    except (TypeError, ValueError):
        return None
    return {"sql": statement, "parameters": json.loads(text), "many": isinstance(parameters, list), "plain": False}


def replay(connection: Connection, statements: list[dict[str, Any]]) -> None:
    """Run the statements of a revision again."""
    for item in statements:
        given = item["parameters"]
        if given is None:
            run(connection, item["sql"]) if item["plain"] else connection.exec_driver_sql(item["sql"])
        elif item["many"]:
            connection.exec_driver_sql(item["sql"], [_as_given(one) for one in given])
        else:
            connection.exec_driver_sql(item["sql"], _as_given(given))


def _as_given(parameters: Any) -> Any:
    return tuple(parameters) if isinstance(parameters, list) else parameters
