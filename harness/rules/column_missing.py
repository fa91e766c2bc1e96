"""A column exists on one database only.

Why it matters: an INSERT or SELECT that names the column fails on the other side.

Instead: add the column on both. After `batch_alter_table(copy_from=...)`, repeat every column in the given table: SQLite is
rebuilt from it, and what it lacks is gone, rows included.

Blind spots: a column that was renamed on one side is two findings.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from harness.model import Rule
from harness.model.findings import Group, findings_from

if TYPE_CHECKING:
    from collections.abc import Iterable

    from harness.model import Comparison, Finding


def check(comparison: Comparison) -> Iterable[Finding]:
    """Find columns of one side."""
    return findings_from(
        comparison.having("missing", kind="column"),
        rule="column-missing",
        severity="error",
        message=_message,
        fix=_fix,
    )


def _message(group: Group) -> str:
    first = group[0].difference
    names = ", ".join(f"{item.difference.table}.{item.difference.column}" for item in group)
    return f"{names} is missing on {first.missing_on}."


def _fix(group: Group) -> str:
    first = group[0].difference
    if first.missing_on == "dev" and group[0].operation is not None and group[0].operation.name == "alter_column":
        return f"Leave out copy_from, or repeat the column {first.column} in it: SQLite is rebuilt from that table."
    spelled = first.dev or first.prod
    return f"Add {first.column} ({spelled}) to {first.table} on both databases, outside of any test of the dialect."


def bad(op: Any, sa: Any) -> None:
    """Add a column for one dialect."""
    op.create_table(
        "items",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_items"),
    )
    if op.get_bind().dialect.name == "postgresql":
        op.add_column("items", sa.Column("label", sa.String(40)))


def good(op: Any, sa: Any) -> None:
    """Add it for both."""
    op.create_table(
        "items",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_items"),
    )
    op.add_column("items", sa.Column("label", sa.String(40)))


RULE = Rule(name="column-missing", severity="error", check=check, bad=(bad,), good=(good,))
