"""Which operation of a revision brought a difference about."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from harness.model import Difference, Divergence, Operation, Revision, Step
from harness.model.advice_on_values import RENAMED_LABEL
from harness.model.naming import MADE_UP, made_up_name

if TYPE_CHECKING:
    from collections.abc import Iterator

CONVERTS, ITSELF, ITS_COLUMNS, SOME_COLUMNS, ITS_TABLE, MADE_IT, NOTHING = 6, 5, 4, 3, 2, 1, 0
MAKES_ONLY = {
    "create_index": "ix",
    "drop_index": "ix",
    "create_unique_constraint": "uq",
    "create_foreign_key": "fk",
    "create_check_constraint": "ck",
}
WHOLE_TABLE = frozenset({"create_table", "drop_table", "rename_table"})
OF_ROWS = frozenset({"rows-lost", "rows-differ", "values-differ", "sequence-behind"})
"""What a statement on rows brings about rather than the operation that makes the table or the column."""
MAKES = frozenset({"create_table", "add_column"})
CASCADE = re.compile(r"\bCASCADE\b", re.IGNORECASE)
DROPPED = re.compile(r"\b(?:ALTER\s+TABLE|DROP\s+\w+)\s+(?:IF\s+EXISTS\s+)?(?:ONLY\s+)?\"?([\w.]+)", re.IGNORECASE)
WRITES = re.compile(r"\s*(?:INSERT|UPDATE|DELETE)\b", re.IGNORECASE)
MAKES_ANOTHER = re.compile(r"\s*CREATE\b[\s\w]*?\b(UNIQUE\s+)?(?:INDEX|TRIGGER|FUNCTION|VIEW)\b", re.IGNORECASE)
RAW, REBUILDING = "statement", "_alembic_tmp_"


def attribute(difference: Difference, dev: Step, prod: Step, revision: Revision | None) -> Divergence:
    """Give the divergence that begins with a difference: at the most fitting operation, else at `def upgrade`.

    Among operations that fit alike, one that only one side ran comes first: that is how a branch on the dialect shows.
    """
    lines = [{operation.line for operation in step.operations} for step in (dev, prod)]
    best: Operation | None = None
    best_fit = (NOTHING, False)
    for operation in (*_told(prod), *_told(dev)):
        fit = (_fit(operation, difference), not all(operation.line in side for side in lines))
        if fit[0] and fit > best_fit:
            best, best_fit = operation, fit
    return Divergence(
        difference=difference,
        revision=dev.revision,
        file=revision.file if revision else None,
        line=best.line if best else revision.line if revision else None,
        operation=best,
    )


def _made_up(difference: Difference) -> str | None:
    """Give the name by which PostgreSQL has a constraint that has none."""
    known = difference.name is not None or difference.kind not in MADE_UP
    return None if known else made_up_name(difference.kind, difference.table, difference.columns)


def _told(step: Step) -> Iterator[Operation]:
    """Give the operations, and the statements that the revision itself executes, not those that an operation emits.

    A batch emits its statements when it ends, at a line where no operation stands.
    """
    lines = {
        operation.line
        for operation in step.operations
        if operation.name != RAW or REBUILDING in (operation.statement or "")
    }
    return (operation for operation in step.operations if operation.name != RAW or operation.line not in lines)


def _fit(operation: Operation, difference: Difference) -> int:
    """Rate how closely an operation concerns what differs."""
    texts = (difference.dev, difference.prod) if difference.aspect in {"name-differs", "cut"} else ()
    names = {name for name in (difference.name, *texts, _made_up(difference)) if name is not None}
    columns = {name for name in (difference.column, *difference.columns) if name is not None}
    if operation.statement is not None:
        if _changes_labels(operation.statement, difference):
            return ITSELF
        fit = _fit_of_statement(operation.statement, difference.table, names, columns)
        fit = NOTHING if _cannot_concern(operation.statement, difference) else fit
        return max(fit, SOME_COLUMNS) if _takes_along(operation.statement, difference) else fit
    if difference.kind == "table":
        return _fit_to_table(operation, difference)
    if difference.kind == "view" and operation.table is not None:
        return ITS_TABLE if _mentions(str(difference.detail), operation.table) else NOTHING
    if operation.table is None:
        return ITSELF if (names - columns) & set(operation.names) else NOTHING
    return _fit_on_table(operation, difference, names, columns) if _is_of(operation, difference.table) else NOTHING


def _cannot_concern(statement: str, difference: Difference) -> bool:
    """Tell whether a statement writes rows, or makes something else, where a constraint differs."""
    if difference.aspect in OF_ROWS or difference.kind not in MADE_UP:
        return False
    another = MAKES_ANOTHER.match(statement)
    unique = another is not None and another[1] is not None and difference.kind == "uq"
    return WRITES.match(statement) is not None or (another is not None and not unique)


def _takes_along(statement: str, difference: Difference) -> bool:
    """Tell whether a statement drops what the missing thing needs, and the thing with it (CASCADE)."""
    if difference.aspect != "missing" or not CASCADE.search(statement):
        return False
    needed = " ".join(filter(None, (difference.dev, difference.prod)))
    return any(_mentions(needed, name) for name in DROPPED.findall(statement))


def _fit_of_statement(statement: str, table: str | None, names: set[str], columns: set[str]) -> int:
    """Rate a statement: a column is known by its table only, what stands on a table may be named without it."""
    on_table = table is not None and _mentions(statement, table)
    if any(_mentions(statement, name) for name in (names if on_table else names - columns)):
        return ITSELF
    return _fit_by_columns({name for name in columns if _mentions(statement, name)}, columns) if on_table else NOTHING


def _fit_to_table(operation: Operation, difference: Difference) -> int:
    renamed = operation.name == "rename_table" and difference.table in operation.names
    if not renamed and not _is_of(operation, difference.table):
        return NOTHING
    return ITSELF if operation.name in WHOLE_TABLE else ITS_TABLE


def _is_of(operation: Operation, table: str | None) -> bool:
    """Tell whether an operation is one on a table; it does not tell the schema."""
    return operation.table is not None and operation.table in {table, (table or "").rpartition(".")[2]}


def _fit_on_table(operation: Operation, difference: Difference, names: set[str], columns: set[str]) -> int:
    """Rate an operation on the table. An index leaves the rest alone; for a constraint SQLite rebuilds the table."""
    if operation.name in MAKES and difference.aspect in OF_ROWS:
        return MADE_IT
    if operation.retypes and difference.aspect in OF_ROWS and columns & set(operation.names):
        return CONVERTS
    kind = MAKES_ONLY.get(operation.name, difference.kind)
    if kind not in {difference.kind, difference.detail}:
        return NOTHING if kind == "ix" else ITS_TABLE
    return ITSELF if names & set(operation.names) else _fit_by_columns(columns & set(operation.names), columns)


def _fit_by_columns(named: set[str], columns: set[str]) -> int:
    if not named:
        return ITS_TABLE
    return ITS_COLUMNS if named == columns else SOME_COLUMNS


def _changes_labels(statement: str, difference: Difference) -> bool:
    """Tell whether a statement alters the type of an enum that differs, or renames the label that a row had."""
    renamed = RENAMED_LABEL.search(statement) if difference.aspect == "values-differ" else None
    if renamed is not None:
        return repr(renamed[2]) == difference.prod
    alters = difference.kind == "enum" and re.search(r"(?i)\bALTER\s+TYPE\b", statement) is not None
    return alters and _mentions(statement, str(difference.detail))


def _mentions(statement: str, name: str) -> bool:
    return re.search(rf"(?<![\w$]){re.escape(name)}(?![\w$])", statement) is not None
