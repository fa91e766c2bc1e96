"""A check constraint exists on one database only.

Why it matters: one side accepts values that the other refuses. A batch operation rebuilds the table on SQLite and leaves out every
CHECK that has no name; PostgreSQL alters the table in place and keeps it.

Instead: name every check when it is made. A check that is lost already is created again, by name.

Blind spots: the check of a native Boolean or Enum exists on SQLite only and says what the type says on PostgreSQL; it is no finding.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from harness.model import Rule
from harness.model.findings import Group, findings_from

if TYPE_CHECKING:
    from collections.abc import Iterable

    from harness.model import Comparison, Finding


def check(comparison: Comparison) -> Iterable[Finding]:
    """Find check constraints of one side."""
    return findings_from(
        comparison.having("missing", kind="ck"),
        rule="check-missing",
        severity="error",
        message=_message,
        fix=_fix,
    )


def _message(group: Group) -> str:
    first = group[0].difference
    names = ", ".join(
        f"{item.difference.name or 'the unnamed check constraint'} of {item.difference.table}" for item in group
    )
    return f"{names} is missing on {first.missing_on}."


def _fix(group: Group) -> str:
    first = group[0].difference
    text = str(first.dev or first.prod)
    condition = text.removeprefix("CHECK (").removesuffix(")").strip("()")
    name = first.name or f"ck_{first.table}_{'_'.join(first.columns) or 'check'}"
    return (
        f"Name the check where it is made, and make it again: with op.batch_alter_table({first.table!r}) as batch_op: "
        f"batch_op.create_check_constraint({name!r}, {condition!r})."
    )


def bad(op: Any, sa: Any) -> None:
    """Let a batch rebuild drop a check without a name."""
    op.create_table(
        "items",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("price", sa.Integer()),
        sa.PrimaryKeyConstraint("id", name="pk_items"),
        sa.CheckConstraint("price >= 0"),
    )
    with op.batch_alter_table("items") as batch_op:
        batch_op.alter_column("price", existing_type=sa.Integer(), nullable=False)


def good(op: Any, sa: Any) -> None:
    """Name the check: the rebuild keeps it."""
    op.create_table(
        "items",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("price", sa.Integer()),
        sa.PrimaryKeyConstraint("id", name="pk_items"),
        sa.CheckConstraint("price >= 0", name="ck_items_price"),
    )
    with op.batch_alter_table("items") as batch_op:
        batch_op.alter_column("price", existing_type=sa.Integer(), nullable=False)


RULE = Rule(name="check-missing", severity="error", check=check, bad=(bad,), good=(good,))
