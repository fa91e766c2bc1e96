"""A constraint has no name on SQLite, and one that PostgreSQL made up in production.

Why it matters: a later migration cannot drop it by name on SQLite, and the name that works in production is not in any source. A
batch rebuild on SQLite loses a check without a name.

Instead: a naming convention in `MetaData(naming_convention=...)`, handed to `context.configure(target_metadata=...)` in env.py; or
an explicit name for each constraint. All constraints without a name are one finding.

Blind spots: a primary key without a name is no finding unless the naming convention has a key for it: no migration drops one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from harness.model import Rule
from harness.model.findings import Group, all_together, findings_from

if TYPE_CHECKING:
    from collections.abc import Iterable

    from harness.model import Comparison, Finding


def check(comparison: Comparison) -> Iterable[Finding]:
    """Find constraints without a name on one side."""
    wanted = [
        item
        for item in comparison.having("unnamed")
        if item.difference.kind != "pk" or "pk" in comparison.models.convention
    ]
    return findings_from(
        wanted, rule="unnamed-constraint", severity="warning", message=_message, fix=_fix, group_by=all_together
    )


def _message(group: Group) -> str:
    first = group[0].difference
    side, other = ("dev", first.prod) if first.dev is None else ("prod", first.dev)
    what = f"{first.kind} on {first.table} ({', '.join(first.columns)})"
    if len(group) == 1:
        return f"the {what} has no name on {side}, and is {other} on the other side."
    return f"{len(group)} constraints have no name on {side}; the first: {what}, which is {other} on the other side."


def _fix(group: Group) -> str:
    first = group[0].difference
    if first.expected:
        return (
            f"Name it where it is made: name=op.f({first.expected!r}). In a batch pass the convention: "
            f"op.batch_alter_table({first.table!r}, naming_convention=...)."
        )
    return (
        "Give MetaData a naming_convention and hand it to env.py's context.configure(target_metadata=...), "
        f"or name each constraint where it is made, beginning with {first.prod or first.dev}."
    )


def bad(op: Any, sa: Any) -> None:
    """Make a unique constraint without a name."""
    op.create_table(
        "items",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sku", sa.String(20)),
        sa.PrimaryKeyConstraint("id", name="pk_items"),
        sa.UniqueConstraint("sku"),
    )


def good(op: Any, sa: Any) -> None:
    """Name it."""
    op.create_table(
        "items",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sku", sa.String(20)),
        sa.PrimaryKeyConstraint("id", name="pk_items"),
        sa.UniqueConstraint("sku", name="uq_items_sku"),
    )


RULE = Rule(name="unnamed-constraint", severity="warning", check=check, bad=(bad,), good=(good,))
