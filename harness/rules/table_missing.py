"""A table exists on one database only.

Why it matters: every query on the table fails on the other side.

Instead: create it on both. Where the table is made inside a test of the dialect, move `op.create_table` out of the
test.

Blind spots: a table that exists on both sides under two names is two findings. So is one in a schema of production that
has none on SQLite, as `schema_translate_map` makes it; accept both, for they are not compared. Databases that the
project attaches to SQLite are not read.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from harness.model import Rule
from harness.model.findings import Group, findings_from
from harness.model.folding import WORDS, all_folded, renaming
from harness.model.mending import on, revision, table_on
from harness.model.mending_columns import table_code
from harness.model.wording import listed

if TYPE_CHECKING:
    from collections.abc import Iterable

    from harness.model import Comparison, Finding, Side

LEFT_BEHIND = "_alembic_tmp_"
IN_A_SCHEMA = (
    "SQLite has no schemas: leave schema= out on both databases. Where dev has the table without its schema, accept "
    "both findings: the two are not compared with each other."
)


def check(comparison: Comparison) -> Iterable[Finding]:
    """Find tables of one side."""
    return findings_from(
        comparison.having("missing", kind="table"),
        rule="table-missing",
        severity="error",
        message=partial(_message, comparison),
        fix=partial(_fix, comparison),
    )


def _message(comparison: Comparison, group: Group) -> str:
    first = group[0].difference
    names = [str(item.difference.table) for item in group]
    if names[0].startswith(LEFT_BEHIND):
        return f"A batch operation failed half-way on dev and left {listed(names)} behind."
    if all_folded(comparison, group):
        return " ".join(f"The table {name} has the name {name.lower()} on prod." for name in names)
    if len(names) == 1:
        other = "prod" if first.missing_on == "dev" else "dev"
        return f"The table {first.table} is missing on {first.missing_on}; {other} has a {first.dev or first.prod}."
    return f"{len(group)} tables are missing on {first.missing_on}: {listed(names)}."


def _fix(comparison: Comparison, group: Group) -> str:
    first = group[0].difference
    if str(first.table).startswith(LEFT_BEHIND):
        return "Mend the batch operation, and make the database of dev again: SQLite keeps what a failed revision did."
    if all_folded(comparison, group):
        return revision(WORDS, group[0].revision, renaming(group))
    if first.missing_on == "dev" and all("." in str(item.difference.table) for item in group):
        return IN_A_SCHEMA
    words = "Create the table on both databases, outside of any test of the dialect."
    return revision(words, group[0].revision, _code(comparison, group, first.missing_on or "dev"))


def _code(comparison: Comparison, group: Group, side: Side) -> list[str] | None:
    lines: list[str] = []
    for item in group:
        table = table_on(comparison, "prod" if side == "dev" else "dev", item.difference.table)
        code = table_code(table) if table else None
        if code is None:
            return None
        lines += code
    return on(side, lines)


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
