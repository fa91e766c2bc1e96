"""A table has a primary key on one database only.

Why it matters: rows without a key, or twice the same key, are accepted on the side that has none.

Instead: when a column of a composite key is dropped, PostgreSQL drops the whole key, SQLite keeps the rest. Drop the key first,
then the column, then create the key that is meant, in one batch.

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
    """Find primary keys of one side."""
    return findings_from(
        comparison.having("missing", kind="pk"),
        rule="primary-key-missing",
        severity="error",
        message=_message,
        fix=_fix,
    )


def _message(group: Group) -> str:
    first = group[0].difference
    names = ", ".join(
        f"{item.difference.name or 'the unnamed primary key'} of {item.difference.table}" for item in group
    )
    return f"{names} is missing on {first.missing_on}."


def _fix(group: Group) -> str:
    first = group[0].difference
    columns = ", ".join(repr(column) for column in first.columns)
    return (
        f"Make the key on both: with op.batch_alter_table({first.table!r}) as batch_op: "
        f"batch_op.create_primary_key({first.name or 'pk_' + str(first.table)!r}, [{columns}])."
    )


def bad(op: Any, sa: Any) -> None:
    """Drop a column of a composite key."""
    op.create_table(
        "grants",
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("tenant_id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("user_id", "tenant_id", name="pk_grants"),
    )
    with op.batch_alter_table("grants") as batch_op:
        batch_op.drop_column("tenant_id")


def good(op: Any, sa: Any) -> None:
    """Drop the key, then the column, then make the new key."""
    op.create_table(
        "grants",
        sa.Column("user_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("role_id", sa.Integer(), nullable=False),
        sa.Column("tenant_id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("user_id", "role_id", "tenant_id", name="pk_grants"),
    )
    with op.batch_alter_table("grants") as batch_op:
        batch_op.drop_constraint("pk_grants", type_="primary")
        batch_op.drop_column("tenant_id")
        batch_op.create_primary_key("pk_grants", ["user_id", "role_id"])


RULE = Rule(name="primary-key-missing", severity="error", check=check, bad=(bad,), good=(good,))
