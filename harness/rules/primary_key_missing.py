"""A table has a primary key on one database only.

Why it matters: rows without a key, or twice the same key, are accepted on the side that has none.

Instead: when a column of a composite key is dropped, PostgreSQL drops the whole key, SQLite keeps the rest. Drop
the key first, then the column, then create the key that is meant, in one batch.

Blind spots: none known.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from harness.model import Rule
from harness.model.findings import Group, findings_from
from harness.model.mending import create_constraints, revision
from harness.model.mending_drops import is_dropped
from harness.model.wording import missing

if TYPE_CHECKING:
    from collections.abc import Iterable

    from harness.model import Comparison, Finding


def check(comparison: Comparison) -> Iterable[Finding]:
    """Find primary keys of one side."""
    return findings_from(
        comparison.having("missing", kind="pk"),
        rule="primary-key-missing",
        severity="error",
        message=partial(missing, "primary key"),
        fix=partial(_fix, comparison),
    )


def _fix(comparison: Comparison, group: Group) -> str:
    side = group[0].difference.missing_on or "dev"
    words = "Make the key on both databases, in a batch, outside of any test of the dialect."
    if side == "prod":
        words = (
            "Drop the key before a column of it, and make the new key in the same batch: "
            "PostgreSQL drops the whole key with the column."
        )
    if is_dropped(group[0].operation):
        words = "Drop the key on both databases or on none, outside of any test of the dialect."
    return revision(words, group[0].revision, create_constraints(comparison, group, side))


def bad(op: Any, sa: Any) -> None:
    """Drop a column of a composite key."""
    op.create_table(
        "grants",
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("role_id", sa.Integer(), nullable=False),
        sa.Column("tenant_id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("user_id", "role_id", "tenant_id", name="pk_grants"),
    )
    with op.batch_alter_table("grants") as batch_op:
        batch_op.drop_column("tenant_id")


def good(op: Any, sa: Any) -> None:
    """Drop the key, then the column, then make the new key."""
    op.create_table(
        "grants",
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("role_id", sa.Integer(), nullable=False),
        sa.Column("tenant_id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("user_id", "role_id", "tenant_id", name="pk_grants"),
    )
    with op.batch_alter_table("grants") as batch_op:
        batch_op.drop_constraint("pk_grants", type_="primary")
        batch_op.drop_column("tenant_id")
        batch_op.create_primary_key("pk_grants", ["user_id", "role_id"])


RULE = Rule(name="primary-key-missing", severity="error", check=check, bad=(bad,), good=(good,))
