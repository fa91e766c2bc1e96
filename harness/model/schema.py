"""What a schema holds."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping

ConstraintKind = Literal["pk", "fk", "uq", "ck"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Type:
    """A column type by meaning: a family, and the figures that limit it (None: no limit)."""

    family: str
    length: int | None = None
    scale: int | None = None
    zone: bool = False
    name: str | None = None
    labels: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column as its database spells it; the meanings are filled by normalise.

    `on_null` is what NOT NULL does with a row on SQLite where it does not refuse it (ON CONFLICT).
    """

    name: str
    type: str
    nullable: bool
    default: str | None = None
    computed: str | None = None
    identity: str | None = None
    numbered: bool = False
    collation: str | None = None
    on_null: str | None = None
    meaning: Type | None = None
    default_meaning: str | None = None
    computed_meaning: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Constraint:
    """A primary key, foreign key, unique or check constraint; `options` holds only what is not the default.

    `inline` ones stand in the definition of their column on SQLite, where SQLAlchemy does not see their names.
    """

    kind: ConstraintKind
    name: str | None
    columns: tuple[str, ...] = ()
    expression: str | None = None
    referred_table: str | None = None
    referred_columns: tuple[str, ...] = ()
    options: Mapping[str, str] = field(default_factory=dict)
    inline: bool = False
    meaning: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Index:
    """An index that no constraint owns. `keys` are columns or expressions, with DESC where it is not ascending."""

    name: str
    keys: tuple[str, ...]
    columns: tuple[str, ...] = ()
    unique: bool = False
    predicate: str | None = None
    options: Mapping[str, str] = field(default_factory=dict)
    meaning: tuple[str, ...] = ()
    predicate_meaning: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table: its columns in order, constraints and indexes."""

    name: str
    columns: tuple[Column, ...]
    constraints: tuple[Constraint, ...] = ()
    indexes: tuple[Index, ...] = ()
    options: Mapping[str, str] = field(default_factory=dict)
    ddl: str | None = None

    def column(self, name: str) -> Column | None:
        """Give the column of that name, or None."""
        return next((column for column in self.columns if column.name == name), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class SchemaObject:
    """A named thing beside the tables: view (with its columns), trigger, enum (with its labels), function, sequence.

    The definition of a sequence is the type of its numbers, and its columns are those that it numbers. A partition is
    one too, and its table that whose rows it holds. The meaning of a view's query is filled where two of one database
    are compared.
    """

    kind: str
    name: str
    table: str | None = None
    definition: str | None = None
    labels: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    meaning: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """A schema as read after a revision. `changed` names the tables that this revision touched."""

    tables: Mapping[str, Table]
    objects: tuple[SchemaObject, ...] = ()
    changed: frozenset[str] = frozenset()
