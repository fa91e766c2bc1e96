"""An index covers something else on each database: other columns, another order, another condition, unique on one side only.

Why it matters: a unique index with `postgresql_where` and without `sqlite_where` covers the whole table on SQLite, and refuses rows
there that production takes. A batch rebuild on SQLite turns a descending key into an ascending one.

Instead: give both conditions (`sqlite_where=` and `postgresql_where=`); create the index again after the batch.

Blind spots: method, INCLUDE, operator class and the order of NULLs are not compared: they only make a query quicker.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from harness.model import Rule
from harness.model.findings import Group, findings_from

if TYPE_CHECKING:
    from collections.abc import Iterable

    from harness.model import Comparison, Finding


def check(comparison: Comparison) -> Iterable[Finding]:
    """Find indexes that are on both sides and do not cover the same."""
    return findings_from(
        comparison.having("differs", kind="ix"),
        rule="index-differs",
        severity="error",
        message=_message,
        fix=_fix,
    )


def _message(group: Group) -> str:
    first = group[0].difference
    names = ", ".join(f"{item.difference.name} of {item.difference.table}" for item in group)
    return f"{names} differs: {first.dev} on dev, {first.prod} on prod."


def _fix(group: Group) -> str:
    first = group[0].difference
    dev, prod = str(first.dev).partition(" WHERE "), str(first.prod).partition(" WHERE ")
    if prod[2] and not dev[2]:
        return f"Add the condition for SQLite: op.create_index({first.name!r}, ..., sqlite_where=sa.text({prod[2].strip('()')!r}))."
    if dev[2] and not prod[2]:
        return f"Add the condition for PostgreSQL: op.create_index({first.name!r}, ..., postgresql_where=sa.text({dev[2]!r}))."
    return f"Drop {first.name} and create it again, alike on both databases."


def bad(op: Any, sa: Any) -> None:
    """Give the condition for one dialect."""
    op.create_table(
        "items",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(40)),
        sa.Column("archived", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_items"),
    )
    op.create_index("uq_items_slug", "items", ["slug"], unique=True, postgresql_where=sa.text("NOT archived"))


def good(op: Any, sa: Any) -> None:
    """Give it for both."""
    op.create_table(
        "items",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(40)),
        sa.Column("archived", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_items"),
    )
    live = sa.text("NOT archived")
    op.create_index("uq_items_slug", "items", ["slug"], unique=True, sqlite_where=live, postgresql_where=live)


RULE = Rule(name="index-differs", severity="error", check=check, bad=(bad,), good=(good,))
