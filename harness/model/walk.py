"""What a history holds, and what walking it gave."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping

    from harness.model.accepting import Acceptance
    from harness.model.rows import RowStep, Sequence
    from harness.model.schema import SchemaObject, Snapshot, Table

Side = Literal["dev", "prod"]
Status = Literal["ok", "failed", "not-run"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """An `op` call or a statement of a revision: what it names and the line that made it.

    `types` holds the types that are declared for each dialect (`with_variant`, TypeDecorator), `labels` those of the
    columns that are declared as Enum, `use_alter` the columns of foreign keys that are left to an ALTER TABLE.
    `retypes` tells that it gives a column another type.
    """

    name: str
    line: int | None
    table: str | None = None
    names: tuple[str, ...] = ()
    statement: str | None = None
    types: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    labels: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    retypes: bool = False
    use_alter: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """Why a revision failed: the exception's type and text, and the line of the revision that raised it.

    `disconnected` says that the connection to the database was lost by it.
    """

    type: str
    message: str
    line: int | None = None
    file: str | None = None
    statement: str | None = None
    operation: Operation | None = None
    disconnected: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One revision on one backend. `statements` are what it ran, None where that may depend on rows.

    `numbers` are, by table, where sequences of PostgreSQL stood after it that it can have moved, or left behind.
    """

    revision: str
    status: Status
    seconds: float = 0.0
    snapshot: Snapshot | None = None
    operations: tuple[Operation, ...] = ()
    failure: Failure | None = None
    rows: RowStep | None = None
    statements: tuple[Mapping[str, Any], ...] | None = None
    numbers: tuple[tuple[str, Sequence], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """Lines of a file, and the `line` that says what is so of them. `backends` are those on which they run."""

    first: int
    last: int
    line: int
    backends: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What the text of a revision says: lines whose exceptions are caught, and lines in a test of the dialect."""

    caught: tuple[Span, ...] = ()
    branches: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Revision:
    """A revision as its file states it. `line` is that of `def upgrade`, `down_line` that of `def downgrade`.

    `accepts` are the differences that comments in it accept, `imports` the modules that its text names, and `digest` is
    that of the file.
    """

    id: str
    file: str
    message: str
    parents: tuple[str, ...] = ()
    depends_on: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    line: int | None = None
    down_line: int | None = None
    look: Look = field(default_factory=Look)
    accepts: tuple[Acceptance, ...] = ()
    imports: tuple[str, ...] = ()
    digest: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """Something that a worker saw besides the schema: code names the kind, detail says what, file and line where.

    `revision` is the one that ran, None before and after all of them.
    """

    code: str
    detail: str
    side: Side | None = None
    file: str | None = None
    line: int | None = None
    revision: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Unchecked:
    """Something that was not compared, and why."""

    what: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Walked:
    """What one backend gave. `broken` is what ended the walk early, `committed` what its version table holds.

    An env.py may take its history to several databases: `further` are the walks on those after the first, and `label`
    is what env.py calls the database. `before` is what the settings put there before the first revision. `stepwise`
    tells a walk whose revisions were committed one by one from one `upgrade heads`.
    """

    side: Side
    backend: str
    steps: tuple[Step, ...]
    notes: tuple[Note, ...] = ()
    unchecked: tuple[Unchecked, ...] = ()
    broken: Mapping[str, str] | None = None
    committed: frozenset[str] | None = None
    label: str | None = None
    further: tuple[Walked, ...] = ()
    before: Snapshot | None = None
    stepwise: bool = True

    @property
    def failed(self) -> Step | None:
        """The step that failed, or None."""
        return next((step for step in self.steps if step.status == "failed"), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelObject:
    """A constraint or index of the models, with the name that each backend would give it (None: unnamed)."""

    kind: str
    columns: tuple[str, ...]
    names: Mapping[str, str | None]
    expression: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Models:
    """What env.py handed to Alembic as target metadata: the naming convention, and the tables' objects and columns.

    `beside` are the sequences and native enums that come with the tables.
    """

    convention: Mapping[str, str] = field(default_factory=dict)
    objects: Mapping[str, tuple[ModelObject, ...]] = field(default_factory=dict)
    columns: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    beside: tuple[SchemaObject, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Drift:
    """How one database differs from the models: something is "missing" there, "extra", or "differs"."""

    what: str
    kind: str
    table: str
    name: str | None
    column: str | None = None
    columns: tuple[str, ...] = ()
    database: str | None = None
    models: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """The tables that the models make on production; `elsewhere` those in other schemas, which were not made.

    `trouble` says why there are none.
    """

    tables: Mapping[str, Table] = field(default_factory=dict)
    elsewhere: tuple[str, ...] = ()
    trouble: str | None = None
