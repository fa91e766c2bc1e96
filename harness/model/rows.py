"""What the rows of a walk gave: tables as read, statements as tried."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

Value = str | int | float | None
"""A value as JSON carries it; bytes are hexadecimal text behind BYTES."""

BYTES = "\x00bytes:"
MOST_ROWS = 200
"""Of a table or a statement."""

VIEW = "view"
"""The kind of a statement at the head that reads a view."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Giver:
    """Code of the project that writes rows after some revisions.

    `give` takes the revision, the backend and the database's URL, and gives what the database objected to, or None.
    """

    revisions: frozenset[str]
    give: Callable[[str, str, str], str | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sequence:
    """The numbers that a column takes by itself: the next one, and the largest that the column holds."""

    column: str
    next_number: int
    largest: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TableRows:
    """The rows of a table. `more` tells that there are others, which were not read."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Value, ...], ...]
    more: bool = False
    sequence: Sequence | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """A statement that was tried: `error` is the database's message (None: accepted), `rows` what a query gave."""

    statement: str
    error: str | None = None
    rows: tuple[tuple[Value, ...], ...] | None = None

    @property
    def outcome(self) -> str:
        """What the database did, for people."""
        return "accepted" if self.error is None else f"refused: {self.error.splitlines()[0]}"


@dataclass(frozen=True, slots=True, kw_only=True)
class RowStep:
    """One revision of a walk with rows.

    `migrated` are the tables that the revision can have touched, as it left them; `trials` the project's statements
    after it; `seeded` the tables that these and the generated rows touched, as read after them. `placed` are the tables
    whose generated rows both databases took, `refused` the others with the objection. `probes` and `edges` are tried at
    the head, where all tables are read, and not only those that the revision can have `touched`.
    """

    migrated: Mapping[str, TableRows] = field(default_factory=dict)
    trials: tuple[Trial, ...] = ()
    seeded: Mapping[str, TableRows] = field(default_factory=dict)
    placed: Mapping[str, int] = field(default_factory=dict)
    refused: Mapping[str, str] = field(default_factory=dict)
    probes: tuple[Trial, ...] = ()
    edges: tuple[Trial, ...] = ()
    foreign_keys: bool | None = None
    touched: frozenset[str] = frozenset()

    def between(self) -> RowStep:
        """Give the step as it is when another revision follows: without what is read and tried only at the head."""
        migrated = {name: rows for name, rows in self.migrated.items() if name in self.touched}
        return replace(self, migrated=migrated, probes=(), edges=())
