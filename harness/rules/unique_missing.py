"""A unique constraint exists on one database only.

Why it matters: one side stores the same value twice, and ON CONFLICT on these columns fails there.

Instead: create it on both, by name, in a batch.

Blind spots: a unique constraint on one side and a unique index on the other are two findings.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from harness.model import Rule
from harness.model.findings import Group, findings_from

if TYPE_CHECKING:
    from collections.abc import Iterable

    from harness.model import Comparison, Finding


def check(comparison: Comparison) -> Iterable[Finding]:
    """Find unique constraints of one side."""
    return findings_from(
        comparison.having("missing", kind="uq"),
        rule="unique-missing",
        severity="error",
        message=_message,
        fix=_fix,
    )


def _message(group: Group) -> str:
    first = group[0].difference
    names = ", ".join(
        f"{item.difference.name or 'the unnamed unique constraint'} of {item.difference.table}" for item in group
    )
    return f"{names} is missing on {first.missing_on}."


def _fix(group: Group) -> str:
    first = group[0].difference
    columns = ", ".join(repr(column) for column in first.columns)
    return (
        f"Make it on both: with op.batch_alter_table({first.table!r}) as batch_op: "
        f"batch_op.create_unique_constraint({first.name!r}, [{columns}])."
    )


def bad(op: Any, sa: Any) -> None:
    """Create it for one dialect."""
    op.create_table(
        "items",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sku", sa.String(20)),
        sa.PrimaryKeyConstraint("id", name="pk_items"),
    )
    if op.get_bind().dialect.name == "postgresql":
        op.create_unique_constraint("uq_items_sku", "items", ["sku"])


def good(op: Any, sa: Any) -> None:
    """Create it for both, in a batch."""
    op.create_table(
        "items",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sku", sa.String(20)),
        sa.PrimaryKeyConstraint("id", name="pk_items"),
    )
    with op.batch_alter_table("items") as batch_op:
        batch_op.create_unique_constraint("uq_items_sku", ["sku"])


RULE = Rule(name="unique-missing", severity="error", check=check, bad=(bad,), good=(good,))
