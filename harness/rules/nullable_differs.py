"""A column takes NULL on one database only.

Why it matters: a row without the value is written on one side and refused on the other.

Instead: alter the column on both, in a batch: `with op.batch_alter_table(...) as batch_op:
batch_op.alter_column(...)`.

Blind spots: none known.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from harness.model import Rule
from harness.model.findings import Group, findings_from
from harness.model.mending import batch, on, quoted, revision, table_on

if TYPE_CHECKING:
    from collections.abc import Iterable

    from harness.model import Comparison, Difference, Finding

NOT_NULL = "NOT NULL"
WORDS = {NOT_NULL: "is NOT NULL", "NULL allowed": "takes NULL"}


def check(comparison: Comparison) -> Iterable[Finding]:
    """Find columns that take NULL on one side."""
    return findings_from(
        comparison.having("differs", kind="nullable"),
        rule="nullable-differs",
        severity="error",
        message=_message,
        fix=partial(_fix, comparison),
    )


def _message(group: Group) -> str:
    return " ".join(
        f"The column {item.difference.table}.{item.difference.column} {_words(item.difference.dev)} on dev"
        f" and {_words(item.difference.prod)} on prod."
        for item in group
    )


def _words(text: str | None) -> str:
    return WORDS.get(str(text), f"is {text}")


def _fix(comparison: Comparison, group: Group) -> str:
    lines = []
    for item in group:
        wanted = item.difference.prod != NOT_NULL
        call = f"batch_op.alter_column({quoted(item.difference.column)}, nullable={wanted})"
        lines += batch(item.difference.table, [call])
    words = "Alter the column on both databases, in a batch, outside of any test of the dialect."
    if all(_is_of_the_key(comparison, item.difference) for item in group):
        words = "Say nullable=False where the column is made: SQLite takes NULL in a key, PostgreSQL in none."
    return revision(words, group[0].revision, on("dev", lines))


def _is_of_the_key(comparison: Comparison, difference: Difference) -> bool:
    table = table_on(comparison, "prod", difference.table)
    keys = [item.columns for item in table.constraints if item.kind == "pk"] if table else []
    return any(difference.column in columns for columns in keys)


def bad(op: Any, sa: Any) -> None:
    """Set NOT NULL for one dialect."""
    op.create_table(
        "items",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("label", sa.String(40)),
        sa.PrimaryKeyConstraint("id", name="pk_items"),
    )
    if op.get_bind().dialect.name == "postgresql":
        op.alter_column("items", "label", existing_type=sa.String(40), nullable=False)


def good(op: Any, sa: Any) -> None:
    """Set it for both, in a batch."""
    op.create_table(
        "items",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("label", sa.String(40)),
        sa.PrimaryKeyConstraint("id", name="pk_items"),
    )
    with op.batch_alter_table("items") as batch_op:
        batch_op.alter_column("label", existing_type=sa.String(40), nullable=False)


RULE = Rule(name="nullable-differs", severity="error", check=check, bad=(bad,), good=(good,))
