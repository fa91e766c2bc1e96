"""Columns are unique by a constraint on one database, and by an index on the other.

Why it matters: both refuse the same rows, but a later migration drops a constraint with `drop_constraint` and an index
with `drop_index`: it runs on one side and stops on the other.

Instead: make it in the same way on both, a constraint in a batch.

Blind spots: an index with a condition or an expression is no constraint, and is compared with the indexes.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from harness.model import Rule
from harness.model.findings import Group, findings_from
from harness.model.mending import batch, creating, dropping_index, name_for, on, revision, table_on
from harness.model.wording import named

if TYPE_CHECKING:
    from collections.abc import Iterable

    from harness.model import Comparison, Difference, Finding, Side


def check(comparison: Comparison) -> Iterable[Finding]:
    """Find constraints of one side that are an index on the other."""
    return findings_from(
        (item for item in comparison.having("differs", kind="uq") if item.difference.detail == "by index"),
        rule="unique-by-index",
        severity="warning",
        message=_message,
        fix=partial(_fix, comparison),
    )


def _message(group: Group) -> str:
    return " ".join(
        f"The unique constraint {named(item.difference)} is {item.difference.dev} on dev and {item.difference.prod}"
        " on prod."
        for item in group
    )


def _fix(comparison: Comparison, group: Group) -> str:
    words = "Make it a constraint on both databases, in a batch, outside of any test of the dialect."
    first = group[0].difference
    side: Side = "dev" if "INDEX" in str(first.dev) else "prod"
    lines: list[str] = []
    for item in group:
        code = _code(comparison, item.difference, side)
        if code is None:
            return words
        lines += code
    return revision(words, group[0].revision, on(side, lines))


def _code(comparison: Comparison, difference: Difference, side: Side) -> list[str] | None:
    own, other = table_on(comparison, side, difference.table), table_on(comparison, _other(side), difference.table)
    if own is None or other is None:
        return None
    indexes = [item for item in own.indexes if item.unique and item.keys == difference.columns]
    made = [item for item in other.constraints if item.kind == "uq" and item.columns == difference.columns]
    if len(indexes) != 1 or len(made) != 1:
        return None
    call = creating(made[0], made[0].name or name_for(made[0], difference.table))
    return [dropping_index(difference.table, indexes[0].name), *batch(difference.table, [call])] if call else None


def _other(side: Side) -> Side:
    return "prod" if side == "dev" else "dev"


def bad(op: Any, sa: Any) -> None:
    """Make an index for one dialect, as SQLite cannot add a constraint."""
    _items(op, sa)
    if op.get_bind().dialect.name == "sqlite":
        op.create_index("uq_items_sku", "items", ["sku"], unique=True)
    else:
        op.create_unique_constraint("uq_items_sku", "items", ["sku"])


def good(op: Any, sa: Any) -> None:
    """Make a constraint for both, in a batch."""
    _items(op, sa)
    with op.batch_alter_table("items") as batch_op:
        batch_op.create_unique_constraint("uq_items_sku", ["sku"])


def _items(op: Any, sa: Any) -> None:
    op.create_table(
        "items",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sku", sa.String(20)),
        sa.PrimaryKeyConstraint("id", name="pk_items"),
    )


RULE = Rule(name="unique-by-index", severity="warning", check=check, bad=(bad,), good=(good,))
