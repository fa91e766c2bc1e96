"""A constraint or index has another name on each database.

Why it matters: the next migration that drops or alters it by name works on one side only, and an error handler that looks for the
name in the database's message finds it on one side only.

Instead: give the name that the naming convention renders, with `op.f(...)` so that it is not prefixed again, on both databases.

Blind spots: a name that SQLAlchemy shortens for PostgreSQL, in the same way each time, counts as equal.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from harness.model import Rule
from harness.model.findings import Group, findings_from

if TYPE_CHECKING:
    from collections.abc import Iterable

    from harness.model import Comparison, Finding


def check(comparison: Comparison) -> Iterable[Finding]:
    """Find pairs that are equal but for their names."""
    return findings_from(
        comparison.having("name-differs"), rule="constraint-name-differs", severity="error", message=_message, fix=_fix
    )


def _message(group: Group) -> str:
    first = group[0].difference
    more = f" (and {len(group) - 1} more)" if len(group) > 1 else ""
    text = f"{first.table} ({', '.join(first.columns)}): named {first.dev} on dev, {first.prod} on prod{more}."
    return f"{text} The models name it {first.expected}." if first.expected else text


def _fix(group: Group) -> str:
    first = group[0].difference
    wanted = first.expected or first.prod
    return (
        f"Name it {wanted} on both: op.f({wanted!r}) where it is made. Where that revision is deployed, "
        f"a new one renames it: drop and create on SQLite in a batch, ALTER ... RENAME on PostgreSQL."
    )


def bad(op: Any, sa: Any) -> None:
    """Rename for one dialect."""
    op.create_table(
        "items",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sku", sa.String(20)),
        sa.PrimaryKeyConstraint("id", name="pk_items"),
        sa.UniqueConstraint("sku", name="items_sku_unique"),
    )
    if op.get_bind().dialect.name == "postgresql":
        op.execute("ALTER TABLE items RENAME CONSTRAINT items_sku_unique TO uq_items_sku")


def good(op: Any, sa: Any) -> None:
    """Give the name from the start."""
    op.create_table(
        "items",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sku", sa.String(20)),
        sa.PrimaryKeyConstraint("id", name="pk_items"),
        sa.UniqueConstraint("sku", name="uq_items_sku"),
    )


RULE = Rule(name="constraint-name-differs", severity="error", check=check, bad=(bad,), good=(good,))
