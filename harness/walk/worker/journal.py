"""Record what a revision does: each `op` call and statement, with the line of the revision that made it."""

from __future__ import annotations

import re
import sys
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from types import FrameType, TracebackType

MOST_STATEMENTS = 400
MOST_CHARACTERS = 4000
READING = re.compile(r"\s*(SELECT|PRAGMA|SHOW|WITH|SAVEPOINT|RELEASE|ROLLBACK|EXPLAIN)\b", re.IGNORECASE)


class Journal:
    """Collects the operations of the current revision; `file` is that revision's path.

    `waiting` is the statement that the database has not answered yet.
    """

    def __init__(self) -> None:
        self.file: str | None = None
        self.entries: list[dict[str, Any]] = []
        self.waiting: str | None = None
        self._line: int | None = None
        self._statements = 0

    def install(self) -> None:
        """Listen to every statement and to every operation, for as long as the process lasts."""
        from alembic.operations import base
        from sqlalchemy import event
        from sqlalchemy.engine import Engine

        event.listen(Engine, "before_cursor_execute", self._on_statement)
        event.listen(Engine, "after_cursor_execute", self._on_answer)
        event.listen(Engine, "handle_error", self._on_answer)
        owner: Any = getattr(base, "AbstractOperations", base.Operations)
        real = owner.invoke
        journal = self

        def invoke(operations: Any, operation: Any) -> Any:
            if journal.file is None:
                return real(operations, operation)
            outer = journal._line
            journal._line = journal.line_now() or outer
            journal.entries.append(describe(operation, journal._line))
            try:
                return real(operations, operation)
            finally:
                journal._line = outer

        owner.invoke = invoke

    def start(self, file: str) -> None:
        """Begin a revision."""
        self.file, self.entries, self._statements, self._line = file, [], 0, None

    def stop(self) -> list[dict[str, Any]]:
        """End the revision and give its entries."""
        entries, self.file, self.entries = self.entries, None, []
        return entries

    def add_queries(self, statements: list[str]) -> None:
        """Take queries of a replayed revision, which may have an effect (setval) and whose operation is not run."""
        queries = [statement for statement in statements if READING.match(statement)]
        self.entries.extend({"name": "statement", "line": None, "statement": query} for query in queries)

    def line_now(self) -> int | None:
        """Give the line of the revision file that is being executed."""
        frame: FrameType | None = sys._getframe(1)
        while frame is not None:
            if frame.f_code.co_filename == self.file:
                return frame.f_lineno
            frame = frame.f_back
        return None

    def line_of(self, traceback: TracebackType | None) -> int | None:
        """Give the line of the revision file through which an exception came."""
        line = None
        while traceback is not None:
            if traceback.tb_frame.f_code.co_filename == self.file:
                line = traceback.tb_lineno
            traceback = traceback.tb_next
        return line

    def _on_statement(self, _connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        self.waiting = statement
        if self.file is None or self._statements >= MOST_STATEMENTS or READING.match(statement):
            return
        self._statements += 1
        line = self._line or self.line_now()
        self.entries.append({"name": "statement", "line": line, "statement": statement.strip()[:MOST_CHARACTERS]})

    def _on_answer(self, *_arguments: Any) -> None:
        self.waiting = None


def describe(operation: Any, line: int | None) -> dict[str, Any]:
    """Give an operation's name, its table, and every name in it (Alembic documentation, "Operation Directives")."""
    name = type(operation).__name__.removesuffix("Op")
    table = getattr(operation, "table_name", None) or getattr(operation, "source_table", None)
    table = table or getattr(getattr(operation, "table", None), "name", None)  # of a bulk insert
    names, kinds = _named(operation)
    entry = {
        "name": re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower(),
        "line": line,
        "table": table,
        "names": names,
        "types": {column: pair for column, kind in kinds.items() if (pair := declared_apart(kind))},
        "retypes": bool(getattr(operation, "modify_type", None)),
        "labels": {column: labels for column, kind in kinds.items() if (labels := labels_of(kind))},
    }
    if name == "CreateTable":
        entry["use_alter"] = [column for item in operation.columns for column in left_to_alter(item)]
    if name == "ExecuteSQL":
        entry["statement"] = str(operation.sqltext)[:MOST_CHARACTERS]
    return entry


def _named(operation: Any) -> tuple[list[str], dict[str, Any]]:
    """Give every name in an operation, and the types that it gives to columns."""
    names: list[str] = []
    kinds: dict[str, Any] = {}
    if getattr(operation, "modify_type", None):
        kinds[str(operation.column_name)] = operation.modify_type
    for attribute in (
        "constraint_name",
        "index_name",
        "column_name",
        "modify_name",
        "new_table_name",
        "referent_table",
    ):
        value = getattr(operation, attribute, None)
        if isinstance(value, str):
            names.append(value)
    for attribute in ("columns", "local_cols", "column"):
        value = getattr(operation, attribute, None)
        for item in value if isinstance(value, list | tuple) else [value]:
            found = item if isinstance(item, str) else getattr(item, "name", None)
            kind = getattr(item, "type", None)
            if isinstance(found, str):
                names.append(str(found))
                kinds.update({} if kind is None else {str(found): kind})
    return names, kinds


def left_to_alter(item: Any) -> list[str]:
    """Give the columns of a foreign key of create_table that says use_alter: only SQLite makes it with the table.

    The key stands as a constraint, or in a column (SQLAlchemy documentation, "Creating/Dropping Foreign Key Constraints
    via ALTER").
    """
    if getattr(item, "use_alter", False):
        return [str(name) for name in item.column_keys]
    return [str(item.name) for key in getattr(item, "foreign_keys", ()) if key.use_alter]


def declared_apart(kind: Any) -> tuple[str, str] | None:
    """Give the two types of a column whose type says something else for each dialect (with_variant, TypeDecorator)."""
    from sqlalchemy.types import TypeDecorator

    if kind is None or not (getattr(kind, "_variant_mapping", None) or isinstance(kind, TypeDecorator)):
        return None
    from sqlalchemy.dialects import registry

    try:
        texts = [str(kind.compile(dialect=registry.load(name)())) for name in ("sqlite", "postgresql")]
    except Exception:  # noqa: BLE001 - a type that one dialect cannot compile fails in the revision itself
        return None
    return texts[0], texts[1]


def labels_of(kind: Any) -> list[str]:
    """Give the labels that a column is declared with, where its type is an Enum."""
    from sqlalchemy.types import Enum, TypeDecorator

    inner = kind.impl if isinstance(kind, TypeDecorator) else kind
    return [str(label) for label in inner.enums] if isinstance(inner, Enum) else []
