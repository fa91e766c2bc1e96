"""A unique constraint exists on one database only.

Why it matters: one side stores the same value twice, and ON CONFLICT on these columns fails there.

Instead: create it on both, by name, in a batch.

Blind spots: what only raw SQL says of the collation of a key on PostgreSQL.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from harness.model import Rule
from harness.model.findings import Group, findings_from
from harness.model.mending import create_constraints, revision
from harness.model.mending_drops import drop_as_well
from harness.model.wording import missing

if TYPE_CHECKING:
    from collections.abc import Iterable

    from harness.model import Comparison, Finding


def check(comparison: Comparison) -> Iterable[Finding]:
    """Find unique constraints of one side."""
    return findings_from(
        comparison.having("missing", kind="uq"),
        rule="unique-missing",
        severity="error",
        message=partial(missing, "unique constraint"),
        fix=partial(_fix, comparison),
    )


def _fix(comparison: Comparison, group: Group) -> str:
    side = group[0].difference.missing_on or "dev"
    words = "Make the constraint on both databases, in a batch, outside of any test of the dialect."
    if side == "prod":
        words = "Make the constraint on both databases, outside of any test of the dialect."
    made = revision(words, group[0].revision, create_constraints(comparison, group, side))
    return drop_as_well(comparison, group) or made


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
