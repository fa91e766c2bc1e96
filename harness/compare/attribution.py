"""Which operation of a revision brought a difference about."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from harness.model import Difference, Divergence, Operation, Revision, Step

if TYPE_CHECKING:
    from collections.abc import Iterable


def attribute(difference: Difference, dev: Step, prod: Step, revision: Revision | None) -> Divergence:
    """Give the divergence that begins with a difference: at the most fitting operation, else at `def upgrade`.

    An operation that only one side ran fits better: that is how a branch on the dialect shows.
    """
    lines = [{operation.line for operation in step.operations} for step in (dev, prod)]
    best: Operation | None = None
    best_fit = 0
    for operation in (*prod.operations, *dev.operations):
        fit = _fit(operation, difference)
        if fit and (operation.line not in lines[0] or operation.line not in lines[1]):
            fit += 2
        if fit > best_fit:
            best, best_fit = operation, fit
    return Divergence(
        difference=difference,
        revision=dev.revision,
        file=revision.file if revision else None,
        line=best.line if best else revision.line if revision else None,
        operation=best,
    )


def renamed_tables(operations: Iterable[Operation]) -> dict[str, str]:
    """Give the tables that were renamed: old name to new name."""
    return {
        operation.table: operation.names[0]
        for operation in operations
        if operation.name == "rename_table" and operation.table and operation.names
    }


def _fit(operation: Operation, difference: Difference) -> int:
    """Rate how well an operation explains a difference; 0 means not at all."""
    named = {difference.name, difference.column, *difference.columns} - {None}
    if operation.statement is not None and operation.table is None:
        if difference.name and _mentions(operation.statement, difference.name):
            return 5
        return 2 if difference.table and _mentions(operation.statement, difference.table) else 0
    if operation.table != difference.table:
        return 0
    if difference.name in operation.names:
        return 6
    return 4 if named & set(operation.names) else 3


def _mentions(statement: str, name: str) -> bool:
    return re.search(rf"(?<![\w$]){re.escape(name)}(?![\w$])", statement) is not None
