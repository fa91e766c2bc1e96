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
from harness.model.mending import batch, creating, creating_index, name_for, on, placed, revision, table_on
from harness.model.mending_columns import column_code
from harness.model.wording import listed

if TYPE_CHECKING:
    from collections.abc import Iterable

    from harness.model import Comparison, Finding, Side, Table

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
    columns: list[str | None] = []
    parts: list[str | None] = []
    tables = {item.difference.table or "": table_on(comparison, _other(side), item.difference.table) for item in group}
    for item in group:
        table = tables[item.difference.table or ""]
        column = table.column(item.difference.column or "") if table else None
        code = column_code(column) if column else None
        where, *schema = placed(item.difference.table)
        columns.append(code and f"op.add_column({', '.join([where, code, *schema])})")
    for name, table in tables.items():
        added = {item.difference.column or "" for item in group if item.difference.table == name}
        lacking = table_on(comparison, side, name)
        held = {index.name for index in lacking.indexes} if lacking else set()
        parts += _on_columns(table, added, held) if table else []
    lines = [line for line in (*columns, *parts) if line is not None]
    return on(side, lines) if len(lines) == len(columns) + len(parts) else None


def _on_columns(table: Table, added: set[str], held: set[str]) -> list[str | None]:
    """Give the code of the constraints and indexes on columns that are added: they are missing with these.

    What another index has as its name, of those `held` there, is told as an index that differs.
    """
    constraints = [item for item in table.constraints if item.kind != "pk" and added & set(item.columns)]
    calls = [creating(item, item.name or name_for(item, table.name)) for item in constraints]
    lost = (item for item in table.indexes if added & set(item.columns) and item.name not in held)
    indexes = [creating_index(table.name, item, item.name) for item in lost]
    known = [call for call in calls if call is not None]
    in_a_batch: list[str | None] = [*batch(table.name, known)] if known else []
    return [*in_a_batch, *indexes, *([None] if len(known) < len(calls) else [])]


def _other(side: Side) -> Side:
    return "prod" if side == "dev" else "dev"


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
