"""A column has types that mean different things on the two databases.

Why it matters: a value is stored, rounded, cut or refused on one side only. SQLite takes a type that it does not know for
NUMERIC: a `UUID` of digits becomes a number there.

Instead: use a type that SQLAlchemy spells for each database (`sa.Uuid()` in place of `sa.UUID()`, `sa.DateTime()` in place of
`sa.DATETIME()`), or declare both with `with_variant`, which this rule accepts.

Blind spots: SQLite does not show a time zone, and does not enforce lengths.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from harness.model import Rule
from harness.model.findings import Group, findings_from

if TYPE_CHECKING:
    from collections.abc import Iterable

    from harness.model import Comparison, Finding


def check(comparison: Comparison) -> Iterable[Finding]:
    """Find columns whose types do not mean the same."""
    return findings_from(
        comparison.having("differs", kind="type"),
        rule="type-differs",
        severity="error",
        message=_message,
        fix=_fix,
    )


def _message(group: Group) -> str:
    first = group[0].difference
    names = ", ".join(f"{item.difference.table}.{item.difference.column}" for item in group)
    return f"{names}: type {first.dev} on dev, {first.prod} on prod."


def _fix(group: Group) -> str:
    first = group[0].difference
    if str(first.dev).upper() == "UUID":
        return f"Use sa.Uuid() for {first.column}: sa.UUID() is NUMERIC on SQLite and turns digits into a number."
    return (
        f"Give {first.column} one type for both databases, or declare both: "
        f"sa.Text().with_variant(postgresql.{str(first.prod).split('(')[0].split()[0].upper()}(), 'postgresql')."
    )


def bad(op: Any, sa: Any) -> None:
    """Use the upper-case type, which SQLite does not know."""
    op.create_table(
        "items",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token", sa.UUID()),
        sa.PrimaryKeyConstraint("id", name="pk_items"),
    )


def good(op: Any, sa: Any) -> None:
    """Use the type that SQLAlchemy spells for each database."""
    op.create_table(
        "items",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token", sa.Uuid()),
        sa.PrimaryKeyConstraint("id", name="pk_items"),
    )


RULE = Rule(name="type-differs", severity="error", check=check, bad=(bad,), good=(good,))
