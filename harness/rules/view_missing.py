"""A view exists on one database only.

Why it matters: every query on the view fails on the other side.

Instead: create it on both, in SQL that both understand.

Blind spots: what a view selects is not compared. A materialised view on PostgreSQL pairs with a view or table on SQLite.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from harness.model import Rule
from harness.model.findings import Group, findings_from

if TYPE_CHECKING:
    from collections.abc import Iterable

    from harness.model import Comparison, Finding


def check(comparison: Comparison) -> Iterable[Finding]:
    """Find views of one side."""
    return findings_from(
        comparison.having("missing", kind="view"), rule="view-missing", severity="error", message=_message, fix=_fix
    )


def _message(group: Group) -> str:
    names = ", ".join(str(item.difference.name) for item in group)
    return f"the view {names} is missing on {group[0].difference.missing_on}."


def _fix(group: Group) -> str:
    return f"Create {group[0].difference.name} on both databases, outside of any test of the dialect."


def bad(op: Any, sa: Any) -> None:
    """Create a view for one dialect."""
    op.create_table(
        "items", sa.Column("id", sa.Integer(), nullable=False), sa.PrimaryKeyConstraint("id", name="pk_items")
    )
    if op.get_bind().dialect.name == "postgresql":
        op.execute("CREATE VIEW first_items AS SELECT id FROM items WHERE id < 10")


def good(op: Any, sa: Any) -> None:
    """Create it for both."""
    op.create_table(
        "items", sa.Column("id", sa.Integer(), nullable=False), sa.PrimaryKeyConstraint("id", name="pk_items")
    )
    op.execute("CREATE VIEW first_items AS SELECT id FROM items WHERE id < 10")


RULE = Rule(name="view-missing", severity="error", check=check, bad=(bad,), good=(good,))
