"""What the text of a SQLite table says."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class ConstraintText:
    """A constraint as written; an `inline` one stands in the definition of its column."""

    kind: str
    name: str | None
    columns: tuple[str, ...] = ()
    expression: str | None = None
    options: dict[str, str] = field(default_factory=dict)
    inline: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class TableText:
    """What the text of a table says. Column names map to the collation, the expression, or what NOT NULL does."""

    constraints: tuple[ConstraintText, ...] = ()
    collations: dict[str, str] = field(default_factory=dict)
    computed: dict[str, str] = field(default_factory=dict)
    on_null: dict[str, str] = field(default_factory=dict)
    autoincrement: bool = False
    options: dict[str, str] = field(default_factory=dict)
