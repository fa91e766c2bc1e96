"""A key of PostgreSQL is wider than the sequence that numbers it: a bigint, where that ends with an integer.

A serial column gets a sequence of its own type. Altering the type of the column does not alter the sequence.

Why it matters: after row 2147483647 every INSERT in production fails, which the wider column was to prevent; after row
32767 where the column was a smallint.

Instead: alter the sequence in the same revision, on PostgreSQL.

Blind spots: sequences that no column owns.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from harness.model import Rule
from harness.model.findings import Group, findings_from
from harness.model.mending import identifier, on, quoted, revision

if TYPE_CHECKING:
    from collections.abc import Iterable

    from harness.model import Comparison, Divergence, Finding


def check(comparison: Comparison) -> Iterable[Finding]:
    """Find sequences of a smaller type than their column."""
    return findings_from(
        comparison.having("differs", kind="sequence"),
        rule="sequence-too-short",
        severity="warning",
        message=_message,
        fix=_fix,
    )


def _message(group: Group) -> str:
    return " ".join(
        f"The column {item.difference.table}.{item.difference.column} is {_with_article(item)} on prod, "
        f"and its sequence {item.difference.name} ends where the type {item.difference.prod} does."
        for item in group
    )


def _with_article(item: Divergence) -> str:
    kind = item.difference.detail
    return f"{'an' if kind == 'integer' else 'a'} {kind}"


def _fix(group: Group) -> str:
    texts = [f"ALTER SEQUENCE {identifier(str(item.difference.name))} AS {item.difference.detail}" for item in group]
    lines = [f"op.execute({quoted(text)})" for text in texts]
    return revision("Alter the sequence with the column.", group[0].revision, on("prod", lines))


def bad(op: Any, sa: Any) -> None:
    """Alter the column alone."""
    _wider(op, sa)


def good(op: Any, sa: Any) -> None:
    """Alter the sequence as well."""
    _wider(op, sa)
    if op.get_bind().dialect.name == "postgresql":
        op.execute("ALTER SEQUENCE events_id_seq AS bigint")


def _wider(op: Any, sa: Any) -> None:
    op.create_table(
        "events", sa.Column("id", sa.Integer(), nullable=False), sa.PrimaryKeyConstraint("id", name="pk_events")
    )
    if op.get_bind().dialect.name == "postgresql":
        op.alter_column("events", "id", existing_type=sa.Integer(), type_=sa.BigInteger())


RULE = Rule(name="sequence-too-short", severity="warning", check=check, bad=(bad,), good=(good,))
