"""A foreign key exists on one database only.

Why it matters: production accepts rows that point nowhere, or refuses what development accepts. A key with
`use_alter=True` inside `op.create_table`, which autogenerate writes for tables that refer to each other, is made
inline on SQLite and never on PostgreSQL.

Instead: create it in an operation of its own after both tables exist: `batch_op.create_foreign_key(...)`.

Blind spots: SQLite enforces no foreign key unless `PRAGMA foreign_keys=ON` is set on each connection.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from harness.model import Rule
from harness.model.findings import Group, findings_from
from harness.model.mending import create_constraints, revision
from harness.model.mending_drops import drop_as_well
from harness.model.wording import missing

if TYPE_CHECKING:
    from collections.abc import Iterable

    from harness.model import Comparison, Finding


def check(comparison: Comparison) -> Iterable[Finding]:
    """Find foreign keys of one side."""
    return findings_from(
        comparison.having("missing", kind="fk"),
        rule="foreign-key-missing",
        severity="error",
        message=_message,
        fix=partial(_fix, comparison),
    )


def _message(group: Group) -> str:
    text = missing("foreign key", group)
    return f"{text} use_alter=True leaves it to an ALTER TABLE that no operation makes." if _waits(group) else text


def _fix(comparison: Comparison, group: Group) -> str:
    side = group[0].difference.missing_on or "dev"
    words = "Make the key on both databases, outside of any test of the dialect."
    if _waits(group):
        words = "Make the key without use_alter: with its table, or in an operation of its own when both tables exist."
    made = revision(words, group[0].revision, create_constraints(comparison, group, side))
    return drop_as_well(comparison, group) or made


def _waits(group: Group) -> bool:
    """Tell whether create_table left the keys to an ALTER, which it makes on no database; SQLite has them inline."""
    return all(
        item.difference.missing_on == "prod"
        and item.operation is not None
        and set(item.difference.columns) <= set(item.operation.use_alter)
        for item in group
    )


def bad(op: Any, sa: Any) -> None:
    """Leave the key to an ALTER that no migration makes."""
    op.create_table(
        "shelves",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_shelves"),
    )
    op.create_table(
        "items",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("shelf_id", sa.Integer()),
        sa.PrimaryKeyConstraint("id", name="pk_items"),
        sa.ForeignKeyConstraint(["shelf_id"], ["shelves.id"], name="fk_items_shelf_id_shelves", use_alter=True),
    )


def good(op: Any, sa: Any) -> None:
    """Make the key with the table."""
    op.create_table(
        "shelves",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_shelves"),
    )
    op.create_table(
        "items",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("shelf_id", sa.Integer()),
        sa.PrimaryKeyConstraint("id", name="pk_items"),
        sa.ForeignKeyConstraint(["shelf_id"], ["shelves.id"], name="fk_items_shelf_id_shelves"),
    )


RULE = Rule(name="foreign-key-missing", severity="error", check=check, bad=(bad,), good=(good,))
