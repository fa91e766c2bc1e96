"""A view gives something else on each database: other columns, or other rows.

Why it matters: SQLite expands `SELECT *` whenever the view is read, PostgreSQL once, when it is made: a column that is
added later shows in development only. Renaming a column renames it in the view on SQLite; on PostgreSQL the view keeps
the old name.

Instead: name the columns, and drop and create the view again in the revision that changes its tables.

Blind spots: a query that PostgreSQL cannot read, as it calls a function of SQLite, is listed as not checked; its
columns are compared all the same.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from harness.model import Rule
from harness.model.findings import Group, findings_from
from harness.model.mending import identifier, on, quoted, revision

if TYPE_CHECKING:
    from collections.abc import Iterable

    from harness.model import Comparison, Finding


def check(comparison: Comparison) -> Iterable[Finding]:
    """Find views that are on both sides and do not give the same."""
    return findings_from(
        comparison.having("differs", kind="view"),
        rule="view-differs",
        severity="error",
        message=_message,
        fix=_fix,
    )


def _message(group: Group) -> str:
    return " ".join(
        f"The view {item.difference.name} has {item.difference.dev} on dev and {item.difference.prod} on prod."
        for item in group
    )


def _fix(group: Group) -> str:
    lines = []
    for item in group:
        lines += [
            f"op.execute({quoted(f'DROP VIEW {identifier(str(item.difference.name))}')})",
            f"op.execute({quoted(item.difference.detail)})",
        ]
    words = "Name the columns in the query, and make the view again in each revision that changes its tables."
    return revision(words, group[0].revision, on("prod", lines))


def bad(op: Any, sa: Any) -> None:
    """Add a column under a view that selects all of them."""
    op.create_table(
        "items", sa.Column("id", sa.Integer(), nullable=False), sa.PrimaryKeyConstraint("id", name="pk_items")
    )
    op.execute("CREATE VIEW all_items AS SELECT * FROM items")
    op.add_column("items", sa.Column("sku", sa.String(20)))


def good(op: Any, sa: Any) -> None:
    """Name the columns."""
    op.create_table(
        "items", sa.Column("id", sa.Integer(), nullable=False), sa.PrimaryKeyConstraint("id", name="pk_items")
    )
    op.execute("CREATE VIEW all_items AS SELECT id FROM items")
    op.add_column("items", sa.Column("sku", sa.String(20)))


RULE = Rule(name="view-differs", severity="error", check=check, bad=(bad,), good=(good,))
