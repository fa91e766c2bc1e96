"""A view exists on one database only.

Why it matters: every query on the view fails on the other side.

Instead: create it on both, in SQL that both understand.

Blind spots: what a view selects is not compared. A materialised view on PostgreSQL pairs with a view or table on
SQLite.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from harness.model import Rule
from harness.model.findings import Group, findings_from
from harness.model.mending import identifier, on, quoted, revision
from harness.model.portable import portable
from harness.model.wording import listed

if TYPE_CHECKING:
    from collections.abc import Iterable

    from harness.model import Comparison, Difference, Finding


def check(comparison: Comparison) -> Iterable[Finding]:
    """Find views of one side."""
    return findings_from(
        comparison.having("missing", kind="view"),
        rule="view-missing",
        severity="error",
        message=_message,
        fix=_fix,
    )


def _message(group: Group) -> str:
    first = group[0].difference
    names = listed(str(item.difference.name) for item in group)
    if len(group) == 1:
        return f"The view {names} is missing on {first.missing_on}."
    return f"{len(group)} views are missing on {first.missing_on}: {names}."


def _fix(group: Group) -> str:
    side = group[0].difference.missing_on or "dev"
    texts = [_statement(item.difference) for item in group]
    lines = None if None in texts else on(side, [f"op.execute({quoted(text)})" for text in texts])
    return revision("Create it on both databases, outside of any test of the dialect.", group[0].revision, lines)


def _statement(difference: Difference) -> str | None:
    if difference.missing_on == "prod":
        return str(difference.dev)
    query = portable(str(difference.prod).rstrip("; "))
    return f"CREATE VIEW {identifier(str(difference.name))} AS {query}" if query else None


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
