"""A batch operation rebuilt a table on SQLite, and something that no operation names is gone.

`batch_alter_table` makes a new table, copies the rows and drops the old one. What SQLAlchemy does not reflect is not
in the new table: AUTOINCREMENT, COLLATE, ON CONFLICT, triggers, expression indexes, the order of index keys, checks
without a name.

Why it matters: what is gone on both databases, or was on SQLite only, no comparison of the two can show. Without
AUTOINCREMENT a deleted key is given again; without COLLATE NOCASE a look-up becomes case-sensitive.

Instead: repeat it in the batch: `reflect_args=[sa.Column("name", sa.String(collation="NOCASE"))]`,
`table_kwargs={"sqlite_autoincrement": True}`, or create the index or trigger again after the batch.

Blind spots: a loss that the comparison with the other database shows is reported there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from harness.model import Rule
from harness.model.findings import Group, findings_from

if TYPE_CHECKING:
    from collections.abc import Iterable

    from harness.model import Comparison, Difference, Finding


def check(comparison: Comparison) -> Iterable[Finding]:
    """Find what rebuilt tables no longer have."""
    return findings_from(
        comparison.having("lost"), rule="lost-in-rebuild", severity="warning", message=_message, fix=_fix
    )


def _message(group: Group) -> str:
    first = group[0].difference
    parts = "; ".join(_part(item.difference) for item in group)
    return f"The batch operation on {first.table} rebuilt it on dev without {parts}."


def _part(difference: Difference) -> str:
    if difference.name == "autoincrement":
        return "AUTOINCREMENT"
    if difference.name is None:
        return str(difference.dev)
    return f"{difference.name} {f'as it was: {difference.dev}' if difference.prod else f'({difference.dev})'}"


def _fix(group: Group) -> str:
    first = group[0].difference
    if first.name == "autoincrement":
        return f'Keep it: op.batch_alter_table("{first.table}", table_kwargs={{"sqlite_autoincrement": True}}).'
    if first.kind == "column":
        column = f'sa.Column("{first.name}", ...)'
        return f'Repeat the column in the batch: op.batch_alter_table("{first.table}", reflect_args=[{column}]).'
    return f"Make {first.name or 'it'} again after the batch on {first.table}."


def bad(op: Any, sa: Any) -> None:
    """Rebuild a table that has AUTOINCREMENT."""
    with op.batch_alter_table("items") as batch_op:
        batch_op.alter_column("label", existing_type=sa.String(40), nullable=False)


def good(op: Any, sa: Any) -> None:
    """Say so in the batch."""
    with op.batch_alter_table("items", table_kwargs={"sqlite_autoincrement": True}) as batch_op:
        batch_op.alter_column("label", existing_type=sa.String(40), nullable=False)


def first(op: Any, sa: Any) -> None:
    """Create the table in a revision of its own."""
    op.create_table(
        "items",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("label", sa.String(40)),
        sa.PrimaryKeyConstraint("id", name="pk_items"),
        sqlite_autoincrement=True,
    )


RULE = Rule(name="lost-in-rebuild", severity="warning", check=check, bad=(first, bad), good=(first, good))
