"""What a revision renamed, on both databases: a difference of a renamed thing goes on under the new name."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from harness.model import Difference, Operation, Step

Value = TypeVar("Value")
NAME = r'(?:"([^"]+)"|(\w+))'
OF_TABLE = re.compile(rf"ALTER\s+TABLE\s+(?:IF\s+EXISTS\s+)?{NAME}\s+RENAME\s+TO\s+{NAME}\s*;?\s*", re.IGNORECASE)
OF_COLUMN = re.compile(
    rf"ALTER\s+TABLE\s+(?:IF\s+EXISTS\s+)?{NAME}\s+RENAME\s+(?:COLUMN\s+)?{NAME}\s+TO\s+{NAME}\s*;?\s*", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Renamed:
    """A table (`column` is None) or a column of a table, and its new name."""

    table: str
    column: str | None
    new: str

    def apply(self, difference: Difference) -> Difference:
        """Give the difference as it is called after the renaming."""
        if difference.table != self.table:
            return difference
        if self.column is None:
            name = self.new if difference.name == self.table else difference.name
            return replace(difference, table=self.new, name=name)
        by_column = difference.column is not None and difference.name == self.column
        return replace(
            difference,
            name=self.new if by_column else difference.name,
            column=self.new if difference.column == self.column else difference.column,
            columns=tuple(self.new if column == self.column else column for column in difference.columns),
        )

    def of_places(self, held: Mapping[tuple[str, str], Value]) -> dict[tuple[str, str], Value]:
        """Give what is held of the renamed columns, by their table and name after the renaming."""
        concerned = {
            place: value for place, value in held.items() if place[0] == self.table and self.column in {None, place[1]}
        }
        return {
            (self.new, column) if self.column is None else (table, self.new): value
            for (table, column), value in concerned.items()
        }


def renamed(dev: Step, prod: Step) -> list[Renamed]:
    """Give what both sides renamed, in the order of the operations."""
    on_prod = set(_renamed(prod))
    return [item for item in dict.fromkeys(_renamed(dev)) if item in on_prod]


def _renamed(step: Step) -> Iterator[Renamed]:
    for operation in step.operations:
        if operation.statement is not None:
            yield from _in_statement(operation.statement)
        elif operation.table is not None:
            yield from _in_operation(operation, operation.table)


def _in_operation(operation: Operation, table: str) -> Iterator[Renamed]:
    """Read an operation: the journal gives the new name of a table first, that of a column after the old one."""
    if operation.name == "rename_table" and operation.names:
        yield Renamed(table, None, operation.names[0])
    elif operation.name == "alter_column" and len(operation.names) > 1:
        yield Renamed(table, operation.names[0], operation.names[1])


def _in_statement(statement: str) -> Iterator[Renamed]:
    for pattern, has_column in ((OF_TABLE, False), (OF_COLUMN, True)):
        match = pattern.fullmatch(statement.strip())
        if match:
            quoted, plain = match.groups()[::2], match.groups()[1::2]
            names = [one or other for one, other in zip(quoted, plain, strict=True)]
            if has_column and names[1].upper() == "CONSTRAINT":
                continue
            yield Renamed(names[0], names[1] if has_column else None, names[-1])
            return
