"""An Enum takes other labels on each database.

Why it matters: a value that development takes is refused in production. `alter_column` to an Enum with one label more changes the
check on SQLite and nothing on PostgreSQL.

Instead: on PostgreSQL add the label to the type, `ALTER TYPE ... ADD VALUE`, in an `autocommit_block()`.

Blind spots: an Enum without `create_constraint=True` is a plain VARCHAR on SQLite, where any text is taken.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from harness.model import Rule
from harness.model.findings import Group, findings_from

if TYPE_CHECKING:
    from collections.abc import Iterable

    from harness.model import Comparison, Finding


def check(comparison: Comparison) -> Iterable[Finding]:
    """Find enums whose labels differ."""
    return findings_from(
        comparison.having("differs", kind="enum"),
        rule="enum-differs",
        severity="error",
        message=_message,
        fix=_fix,
    )


def _message(group: Group) -> str:
    first = group[0].difference
    return f"{first.table}.{first.column} takes {first.dev} on dev and {first.prod} on prod."


def _fix(group: Group) -> str:
    first = group[0].difference
    more = [label for label in str(first.dev).split(", ") if label not in str(first.prod).split(", ")]
    if not more:
        return (
            f"Give {first.column} the labels of the type {first.detail} on SQLite as well, with a batch alter_column."
        )
    adds = "; ".join(f"ALTER TYPE {first.detail} ADD VALUE '{label}'" for label in more)
    return f"On PostgreSQL add the label to the type: with op.get_context().autocommit_block(): op.execute({adds!r})."


def bad(op: Any, sa: Any) -> None:
    """Give the column a longer Enum."""
    short = sa.Enum("open", "done", name="item_state", create_constraint=True)
    longer = sa.Enum("open", "done", "late", name="item_state", create_constraint=True)
    op.create_table(
        "items",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("state", short),
        sa.PrimaryKeyConstraint("id", name="pk_items"),
    )
    with op.batch_alter_table("items") as batch_op:
        batch_op.alter_column("state", existing_type=short, type_=longer)


def good(op: Any, sa: Any) -> None:
    """Make the Enum with all its labels."""
    op.create_table(
        "items",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("state", sa.Enum("open", "done", "late", name="item_state", create_constraint=True)),
        sa.PrimaryKeyConstraint("id", name="pk_items"),
    )


RULE = Rule(name="enum-differs", severity="error", check=check, bad=(bad,), good=(good,))
