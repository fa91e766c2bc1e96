"""A revision inserts rows with their keys, or begins a sequence anew, and leaves PostgreSQL's behind the rows.

Why it matters: SQLite goes on with the largest key and one more. PostgreSQL goes on with its sequence, which knows
nothing of the rows: the next insert is refused, "duplicate key value violates unique constraint".

Instead: insert without keys, or set the sequence after the rows.

Blind spots: a sequence that no column owns is not looked at.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from harness.model import Rule
from harness.model.findings import Group, findings_from
from harness.model.mending import on, quoted, revision
from harness.model.mending_columns import setting_sequence
from harness.model.row_walks import of_rows

if TYPE_CHECKING:
    from collections.abc import Iterable

    from harness.model import Comparison, Finding


def check(comparison: Comparison) -> Iterable[Finding]:
    """Find sequences that a revision left at a number that is taken."""
    with_rows = (item for walk, item in of_rows(comparison, "sequence-behind") if not walk.forced)
    return findings_from(
        (*comparison.having("sequence-behind"), *with_rows),
        rule="sequence-behind",
        severity="error",
        message=_message,
        fix=_fix,
    )


def _message(group: Group) -> str:
    return " ".join(
        f"Revision {item.revision} leaves the sequence of {item.difference.table}.{item.difference.column} behind the "
        f"rows: on dev {item.difference.dev}; on prod {item.difference.prod}."
        for item in group
    )


def _fix(group: Group) -> str:
    statements = [setting_sequence(item.difference.table, item.difference.column) for item in group]
    lines = [f"op.execute({quoted(statement)})" for statement in statements]
    return revision("Set the sequence behind the rows that are there.", group[0].revision, on("prod", lines))


def bad(op: Any, sa: Any) -> None:
    """Insert rows with keys."""
    roles = op.create_table("roles", sa.Column("id", sa.Integer(), primary_key=True), sa.Column("name", sa.Text()))
    op.bulk_insert(roles, [{"id": 1, "name": "reader"}, {"id": 2, "name": "writer"}])


def good(op: Any, sa: Any) -> None:
    """Let the databases number the rows."""
    roles = op.create_table("roles", sa.Column("id", sa.Integer(), primary_key=True), sa.Column("name", sa.Text()))
    op.bulk_insert(roles, [{"name": "reader"}, {"name": "writer"}])


RULE = Rule(name="sequence-behind", severity="error", check=check, bad=(bad,), good=(good,), rows=True)
