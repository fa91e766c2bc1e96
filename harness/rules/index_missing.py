"""An index exists on one database only.

Why it matters: where the index is unique, the other side stores the same value twice: that is an error. Else a
query is slow on one side: that is a warning.

Instead: make it on both, outside of any test of the dialect. A batch that rebuilds the table on SQLite leaves out
an index on an expression; make it again after the batch.

Blind spots: the index of a unique constraint or primary key is not an index of its own.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from harness.model import Rule
from harness.model.findings import Group, findings_from
from harness.model.mending import create_indexes, revision
from harness.model.wording import missing

if TYPE_CHECKING:
    from collections.abc import Iterable

    from harness.model import Comparison, Finding, Severity

SEVERITIES: tuple[tuple[Severity, bool], ...] = (("error", True), ("warning", False))


def check(comparison: Comparison) -> Iterable[Finding]:
    """Find indexes of one side: a unique one is an error, for it refuses rows."""
    found = list(comparison.having("missing", kind="ix"))
    for severity, unique in SEVERITIES:
        yield from findings_from(
            [item for item in found if (item.difference.detail == "unique") is unique],
            rule="index-missing",
            severity=severity,
            message=partial(missing, "unique index" if unique else "index"),
            fix=partial(_fix, comparison),
        )


def _fix(comparison: Comparison, group: Group) -> str:
    side = group[0].difference.missing_on or "dev"
    words = "Make it on both databases, outside of any test of the dialect, and again after a batch on its table."
    return revision(words, group[0].revision, create_indexes(comparison, group, side))


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
