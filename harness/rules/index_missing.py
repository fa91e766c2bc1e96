"""An index exists on one database only.

Why it matters: a query is slow on one side; where the index is unique, the other side stores the same value twice.

Instead: create it on both. An index of one database only by intent (GIN, say) is accepted with a reason in the settings.

Blind spots: the index of a unique constraint or primary key is not an index of its own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from harness.model import Rule
from harness.model.findings import Group, findings_from

if TYPE_CHECKING:
    from collections.abc import Iterable

    from harness.model import Comparison, Finding


def check(comparison: Comparison) -> Iterable[Finding]:
    """Find indexs of one side."""
    return findings_from(
        comparison.having("missing", kind="ix"),
        rule="index-missing",
        severity="warning",
        message=_message,
        fix=_fix,
    )


def _message(group: Group) -> str:
    first = group[0].difference
    names = ", ".join(f"{item.difference.name or 'the unnamed index'} of {item.difference.table}" for item in group)
    return f"{names} is missing on {first.missing_on}."


def _fix(group: Group) -> str:
    first = group[0].difference
    columns = ", ".join(repr(column) for column in first.columns)
    return f"Make it on both, outside of any test of the dialect: op.create_index({first.name!r}, {first.table!r}, [{columns}])."


def bad(op: Any, sa: Any) -> None:
    """Create it for one dialect."""
    op.create_table(
        "items",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sku", sa.String(20)),
        sa.PrimaryKeyConstraint("id", name="pk_items"),
    )
    if op.get_bind().dialect.name == "postgresql":
        op.create_index("ix_items_sku", "items", ["sku"])


def good(op: Any, sa: Any) -> None:
    """Create it for both."""
    op.create_table(
        "items",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sku", sa.String(20)),
        sa.PrimaryKeyConstraint("id", name="pk_items"),
    )
    op.create_index("ix_items_sku", "items", ["sku"])


RULE = Rule(name="index-missing", severity="warning", check=check, bad=(bad,), good=(good,))
