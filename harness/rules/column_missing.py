"""A column exists on one database only.

Why it matters: an INSERT or SELECT that names the column fails on the other side.

Instead: add the column on both. After `batch_alter_table(copy_from=...)`, repeat every column in the given table:
SQLite is rebuilt from it, and what it lacks is gone, rows included.

Blind spots: a column that was renamed on one side only is two findings.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from harness.model import Rule
from harness.model.findings import Group, findings_from
from harness.model.folding import WORDS, all_folded, renaming
from harness.model.mending import on, quoted, revision, table_on
from harness.model.mending_columns import column_code
from harness.model.wording import listed

if TYPE_CHECKING:
    from collections.abc import Iterable

    from harness.model import Comparison, Finding, Side

OF_A_BATCH = frozenset({"alter_column", "drop_column"})


def check(comparison: Comparison) -> Iterable[Finding]:
    """Find columns of one side."""
    return findings_from(
        comparison.having("missing", kind="column"),
        rule="column-missing",
        severity="error",
        message=partial(_message, comparison),
        fix=partial(_fix, comparison),
    )


def _message(comparison: Comparison, group: Group) -> str:
    first = group[0].difference
    if all_folded(comparison, group):
        pairs = ((item.difference.table, str(item.difference.column)) for item in group)
        return " ".join(f"The column {table}.{name} has the name {name.lower()} on prod." for table, name in pairs)
    if len(group) == 1:
        other = "prod" if first.missing_on == "dev" else "dev"
        spelled = first.dev or first.prod
        return f"The column {first.table}.{first.column} is missing on {first.missing_on}; {other} has it as {spelled}."
    names = listed(f"{item.difference.table}.{item.difference.column}" for item in group)
    return f"{len(group)} columns are missing on {first.missing_on}: {names}."


def _fix(comparison: Comparison, group: Group) -> str:
    first, operation = group[0].difference, group[0].operation
    if all_folded(comparison, group):
        return revision(WORDS, group[0].revision, renaming(group))
    side = first.missing_on or "dev"
    words = "Add the column on both databases, outside of any test of the dialect."
    if side == "dev" and operation is not None and operation.name in OF_A_BATCH:
        words = (
            "Leave copy_from out of the batch, or repeat every column in it: SQLite is rebuilt from that table alone."
        )
    return revision(words, group[0].revision, _code(comparison, group, side))


def _code(comparison: Comparison, group: Group, side: Side) -> list[str] | None:
    calls = []
    for item in group:
        table = table_on(comparison, "prod" if side == "dev" else "dev", item.difference.table)
        column = table.column(item.difference.column or "") if table else None
        code = column_code(column) if column else None
        if code is None:
            return None
        calls.append(f"op.add_column({quoted(item.difference.table)}, {code})")
    return on(side, calls)


def bad(op: Any, sa: Any) -> None:
    """Add a column for one dialect."""
    op.create_table(
        "items",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_items"),
    )
    if op.get_bind().dialect.name == "postgresql":
        op.add_column("items", sa.Column("label", sa.String(40)))


def good(op: Any, sa: Any) -> None:
    """Add it for both."""
    op.create_table(
        "items",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_items"),
    )
    op.add_column("items", sa.Column("label", sa.String(40)))


RULE = Rule(name="column-missing", severity="error", check=check, bad=(bad,), good=(good,))
