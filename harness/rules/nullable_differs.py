"""A column takes NULL on one database only.

Why it matters: a row without the value is written on one side and refused on the other.

Instead: alter the column on both, in a batch: `with op.batch_alter_table(...) as batch_op: batch_op.alter_column(...)`.

Blind spots: none known.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from harness.model import Rule
from harness.model.findings import Group, findings_from

if TYPE_CHECKING:
    from collections.abc import Iterable

    from harness.model import Comparison, Finding


def check(comparison: Comparison) -> Iterable[Finding]:
    """Find columns that take NULL on one side."""
    return findings_from(
        comparison.having("differs", kind="nullable"),
        rule="nullable-differs",
        severity="error",
        message=_message,
        fix=_fix,
    )


def _message(group: Group) -> str:
    first = group[0].difference
    names = ", ".join(f"{item.difference.table}.{item.difference.column}" for item in group)
    return f"{names}: {first.dev} on dev, {first.prod} on prod."


def _fix(group: Group) -> str:
    first = group[0].difference
    wanted = "False" if first.prod == "NOT NULL" else "True"
    return (
        f"Alter {first.column} on both: with op.batch_alter_table({first.table!r}) as batch_op: "
        f"batch_op.alter_column({first.column!r}, nullable={wanted})."
    )


def bad(op: Any, sa: Any) -> None:
    """Set NOT NULL for one dialect."""
    op.create_table(
        "items",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("label", sa.String(40)),
        sa.PrimaryKeyConstraint("id", name="pk_items"),
    )
    if op.get_bind().dialect.name == "postgresql":
        op.alter_column("items", "label", existing_type=sa.String(40), nullable=False)


def good(op: Any, sa: Any) -> None:
    """Set it for both, in a batch."""
    op.create_table(
        "items",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("label", sa.String(40)),
        sa.PrimaryKeyConstraint("id", name="pk_items"),
    )
    with op.batch_alter_table("items") as batch_op:
        batch_op.alter_column("label", existing_type=sa.String(40), nullable=False)


RULE = Rule(name="nullable-differs", severity="error", check=check, bad=(bad,), good=(good,))
