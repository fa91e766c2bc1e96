"""A table exists on one database only.

Why it matters: every query on the table fails on the other side.

Instead: create it on both. Where the table is made inside a test of the dialect, move `op.create_table` out of the test.

Blind spots: a table that exists on both sides under two names is two findings.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from harness.model import Rule
from harness.model.findings import Group, findings_from

if TYPE_CHECKING:
    from collections.abc import Iterable

    from harness.model import Comparison, Finding


def check(comparison: Comparison) -> Iterable[Finding]:
    """Find tables of one side."""
    return findings_from(
        comparison.having("missing", kind="table"),
        rule="table-missing",
        severity="error",
        message=_message,
        fix=_fix,
    )


def _message(group: Group) -> str:
    first = group[0].difference
    names = ", ".join(str(item.difference.table) for item in group)
    if str(first.table).startswith("_alembic_tmp_"):
        return f"{names} was left behind on dev by a batch operation that failed half-way."
    return f"{names} is missing on {first.missing_on}."


def _fix(group: Group) -> str:
    first = group[0].difference
    if str(first.table).startswith("_alembic_tmp_"):
        return f"Mend the batch operation, then drop {first.table}: SQLite commits each DDL statement by itself."
    return f"Create {first.table} on both databases: op.create_table({first.table!r}, ...) outside of any test of the dialect."


def bad(op: Any, sa: Any) -> None:
    """Create a table for one dialect."""
    if op.get_bind().dialect.name == "postgresql":
        op.create_table(
            "search",
            sa.Column("id", sa.Integer(), nullable=False),
            sa.PrimaryKeyConstraint("id", name="pk_search"),
        )


def good(op: Any, sa: Any) -> None:
    """Create it for both."""
    op.create_table(
        "search",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_search"),
    )


RULE = Rule(name="table-missing", severity="error", check=check, bad=(bad,), good=(good,))
