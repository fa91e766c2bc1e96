"""A constraint or index has another name on each database.

Why it matters: the next migration that drops or alters it by name works on one side only, and an error handler that
looks for the name in the database's message finds it on one side only.

Instead: give the name that the naming convention renders, with `op.f(...)` so that it is not prefixed again, on
both databases.

Blind spots: a name that SQLAlchemy shortens for PostgreSQL, in the same way each time, counts as equal.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from harness.model import Rule
from harness.model.findings import Group, findings_from
from harness.model.mending import SIDES, constraint_on, index_on, quoted, renaming, revision
from harness.model.wording import KINDS, listed, place

if TYPE_CHECKING:
    from collections.abc import Iterable

    from harness.model import Comparison, Difference, Finding


def check(comparison: Comparison) -> Iterable[Finding]:
    """Find pairs that are equal but for their names."""
    return findings_from(
        comparison.having("name-differs"),
        rule="constraint-name-differs",
        severity="error",
        message=_message,
        fix=partial(_fix, comparison),
    )


def _message(group: Group) -> str:
    return " ".join(_sentence(item.difference) for item in group)


def _sentence(difference: Difference) -> str:
    text = (
        f"The {KINDS[difference.kind]} on {place(difference)} is named {difference.dev} on dev"
        f" and {difference.prod} on prod"
    )
    return f"{text}; the models name it {difference.expected}." if difference.expected else f"{text}."


def _fix(comparison: Comparison, group: Group) -> str:
    names = listed(f"op.f({quoted(_wanted(item.difference))})" for item in group)
    if {item.difference.dev for item in group} & {item.difference.prod for item in group}:
        return f"Give it one name where it is made: {names}. They have each other's: drop all before one is made."
    lines = [line for item in group for line in _code(comparison, item.difference)]
    return revision(f"Give it one name where it is made: {names}.", group[0].revision, lines or None)


def _wanted(difference: Difference) -> str:
    return str(difference.expected or difference.prod)


def _code(comparison: Comparison, difference: Difference) -> list[str]:
    """Rename on each side that has another name than the wanted one."""
    wanted = _wanted(difference)
    lines: list[str] = []
    for side in SIDES:
        if wanted != (difference.dev if side == "dev" else difference.prod):
            find = index_on if difference.kind == "ix" else constraint_on
            thing = find(comparison, side, difference)
            lines += (renaming(difference.table, thing, side, wanted) if thing else None) or []
    return lines


def bad(op: Any, sa: Any) -> None:
    """Rename for one dialect."""
    op.create_table(
        "items",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sku", sa.String(20)),
        sa.PrimaryKeyConstraint("id", name="pk_items"),
        sa.UniqueConstraint("sku", name="items_sku_unique"),
    )
    if op.get_bind().dialect.name == "postgresql":
        op.execute("ALTER TABLE items RENAME CONSTRAINT items_sku_unique TO uq_items_sku")


def good(op: Any, sa: Any) -> None:
    """Give the name from the start."""
    op.create_table(
        "items",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sku", sa.String(20)),
        sa.PrimaryKeyConstraint("id", name="pk_items"),
        sa.UniqueConstraint("sku", name="uq_items_sku"),
    )


RULE = Rule(name="constraint-name-differs", severity="error", check=check, bad=(bad,), good=(good,))
