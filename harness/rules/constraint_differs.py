"""A primary key, foreign key, unique or check constraint does something else on each database.

Why it matters: a delete cascades on one side only, a duplicate with NULL is refused on one side only, a value passes one CHECK
and not the other.

Instead: make one constraint for both databases, with the same columns, condition and options.

Blind spots: a condition that PostgreSQL cannot read is listed as not checked. Equal conditions may still act differently: LIKE
ignores case on SQLite.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from harness.model import Rule
from harness.model.findings import Group, findings_from

if TYPE_CHECKING:
    from collections.abc import Iterable

    from harness.model import Comparison, Finding


def check(comparison: Comparison) -> Iterable[Finding]:
    """Find constraints that are on both sides and do not do the same."""
    return findings_from(
        (item for kind in ("pk", "fk", "uq", "ck") for item in comparison.having("differs", kind=kind)),
        rule="constraint-differs",
        severity="error",
        message=_message,
        fix=_fix,
    )


def _message(group: Group) -> str:
    first = group[0].difference
    names = ", ".join(f"{item.difference.name} of {item.difference.table}" for item in group)
    return f"{names} differs: {first.dev} on dev, {first.prod} on prod."


def _fix(group: Group) -> str:
    first = group[0].difference
    if "NULLS NOT DISTINCT" in str(first.prod):
        return f"Leave out postgresql_nulls_not_distinct for {first.name}: SQLite has no such constraint. Or make the columns NOT NULL."
    return (
        f"Make {first.name} alike on both: drop and create it in one batch, outside of any test of the dialect: "
        f"with op.batch_alter_table({first.table!r}) as batch_op: ..."
    )


def bad(op: Any, sa: Any) -> None:
    """Give one name to two conditions."""
    condition = "age > 18" if op.get_bind().dialect.name == "sqlite" else "age >= 18"
    op.create_table(
        "items",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("age", sa.Integer()),
        sa.PrimaryKeyConstraint("id", name="pk_items"),
        sa.CheckConstraint(condition, name="ck_items_age"),
    )


def good(op: Any, sa: Any) -> None:
    """Give one condition."""
    op.create_table(
        "items",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("age", sa.Integer()),
        sa.PrimaryKeyConstraint("id", name="pk_items"),
        sa.CheckConstraint("age >= 18", name="ck_items_age"),
    )


RULE = Rule(name="constraint-differs", severity="error", check=check, bad=(bad,), good=(good,))
