"""A deep history: revisions without end over a few tables, whose schema stays as large as it is.

Every revision changes a table as in any other history, or takes back the last change of a table that is not yet taken
back. Few changes stand at any time, so a long history ends with a schema as large as a short one, and what a check
costs beyond the short one comes from the number of revisions alone.
"""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from benchmarks.changes import Change, next_change

if TYPE_CHECKING:
    from benchmarks.schema import Schema, Table

STANDING = 2
"""How many changes of a table are not taken back, on average."""


@dataclass(slots=True, kw_only=True)
class Steady:
    """The changes that may be taken back, the last one of a table first, each with the table as it was before."""

    schema: Schema
    tables: int
    done: list[tuple[Change, Table]] = field(default_factory=list)

    def next_change(self, *, revisions_left: int) -> Change:
        """Give the change of the next revision."""
        schema = self.schema
        if self.done and schema.random.random() < len(self.done) / (2 * STANDING * self.tables):
            return self._taken_back()
        before = {table.name: deepcopy(table) for table in schema.tables}
        tables_left = self.tables - len(schema.tables)
        change = next_change(schema, revisions_left=revisions_left, tables_left=tables_left)
        changed = next((table for table in schema.tables if before.get(table.name, table) != table), None)
        if changed is not None:
            self.done.append((change, before[changed.name]))
        return change

    def _taken_back(self) -> Change:
        """Take back the last change of some table; what came later touched other tables, so it stands."""
        name = self.schema.random.choice(self.done)[1].name
        position = max(number for number, (_change, table) in enumerate(self.done) if table.name == name)
        change, before = self.done.pop(position)
        table = next(one for one in self.schema.tables if one.name == name)
        table.columns, table.rows = before.columns, before.rows
        return Change(message=f"take back {change.message}", upgrade=change.downgrade, downgrade=change.upgrade)
