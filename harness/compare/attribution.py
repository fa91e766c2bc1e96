"""Which operation of a revision brought a difference about."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from harness.model import Difference, Divergence, Operation, Revision, Step

if TYPE_CHECKING:
    from collections.abc import Iterator

ITSELF, ITS_COLUMNS, ITS_TABLE, NOTHING = 3, 2, 1, 0
WHOLE_TABLE = frozenset({"create_table", "drop_table", "rename_table"})
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
    names = {difference.name, *((difference.dev, difference.prod) if difference.aspect == "name-differs" else ())}
    columns = {difference.column, *difference.columns} - {None}
    if operation.statement is not None:
        return _fit_of_statement(operation.statement, difference, names - {None}, columns)
    if difference.kind == "table":
        concerned = {operation.table, *operation.names} if operation.name == "rename_table" else {operation.table}
        return (ITSELF if operation.name in WHOLE_TABLE else ITS_TABLE) if difference.table in concerned else NOTHING
    if operation.table is None:
        return ITSELF if (names - columns - {None}) & set(operation.names) else NOTHING
    if operation.table != difference.table:
        return NOTHING
    if (names - {None}) & set(operation.names):
        return ITSELF
    return ITS_COLUMNS if columns & set(operation.names) else ITS_TABLE


def _fit_of_statement(statement: str, difference: Difference, names: set[str | None], columns: set[str | None]) -> int:
    """Rate a statement: a column is known by its table only, what stands on a table may be named without it."""
    on_table = difference.table is not None and _mentions(statement, difference.table)
    named = any(_mentions(statement, str(name)) for name in names - columns)
    if named or (on_table and any(_mentions(statement, str(name)) for name in names)):
        return ITSELF
    if not on_table:
        return NOTHING
    return ITS_COLUMNS if any(_mentions(statement, str(name)) for name in columns) else ITS_TABLE


def _mentions(statement: str, name: str) -> bool:
    return re.search(rf"(?<![\w$]){re.escape(name)}(?![\w$])", statement) is not None
