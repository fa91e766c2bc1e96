"""A primary key, foreign key, unique or check constraint does something else on each database.

Why it matters: a delete cascades on one side only, a duplicate with NULL is refused on one side only, a value
passes one CHECK and not the other.

Instead: make one constraint for both databases, with the same columns, condition and options.

Blind spots: a condition that PostgreSQL cannot read is listed as not checked. Equal conditions may still act
differently: LIKE ignores case on SQLite.
"""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING, Any

from harness.model import Rule
from harness.model.findings import Group, findings_from
from harness.model.mending import SIDES, constraint_on, creating, on, replacing, revision
from harness.model.wording import KINDS, listed, named

if TYPE_CHECKING:
    from collections.abc import Iterable

    from harness.model import Comparison, Finding

NULLS = "NULLS NOT DISTINCT"
BY_COLUMNS = frozenset({"fk", "uq"})
"""What a batch can name by its columns where it has no name, to drop it by that."""

SET_SOME = re.compile(r"ON DELETE SET \w+ \(")


def check(comparison: Comparison) -> Iterable[Finding]:
    """Find constraints that are on both sides and do not do the same."""
    return findings_from(
        (
            item
            for kind in ("pk", "fk", "uq", "ck")
            for item in comparison.having("differs", kind=kind)
            if item.difference.detail != "by index"
        ),
        rule="constraint-differs",
        severity="error",
        message=_message,
        fix=partial(_fix, comparison),
    )


def _message(group: Group) -> str:
    return " ".join(
        f"The {KINDS[item.difference.kind]} {named(item.difference)} is {item.difference.dev} on dev"
        f" and {item.difference.prod} on prod."
        for item in group
    )


def _fix(comparison: Comparison, group: Group) -> str:
    if any(NULLS in str(item.difference.prod) for item in group):
        return (
            "Leave out postgresql_nulls_not_distinct, which SQLite has not, or forbid NULL in "
            f"{listed(column for item in group for column in item.difference.columns)}."
        )
    if any(SET_SOME.search(str(item.difference.prod)) for item in group):
        return (
            "Leave out the columns after ON DELETE SET NULL or SET DEFAULT, which SQLite has not: there a delete sets "
            "all columns of the key. Or let the application set them before it deletes."
        )
    words = "Make it alike on both databases, outside of any test of the dialect."
    return revision(words, group[0].revision, _code(comparison, group))


def _code(comparison: Comparison, group: Group) -> list[str] | None:
    """Make it on the development side as production has it."""
    lines: list[str] = []
    for item in group:
        old, new = (constraint_on(comparison, side, item.difference) for side in SIDES)
        made = creating(new, new.name) if new else None
        if old is None or made is None or not (old.name or old.inline or old.kind in BY_COLUMNS):
            return None
        lines += replacing(item.difference.table, old, made)
    return on("dev", lines)


def bad(op: Any, sa: Any) -> None:
    """Give one name to two conditions."""
    condition = "age > 18" if op.get_bind().dialect.name == "sqlite" else "age >= 18"
    op.create_table(
        "items",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("age", sa.Integer()),
        sa.PrimaryKeyConstraint("id", name="pk_items"),
        sa.CheckConstraint(condition, name="ck_items_age"),
    )


def good(op: Any, sa: Any) -> None:
    """Give one condition."""
    op.create_table(
        "items",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("age", sa.Integer()),
        sa.PrimaryKeyConstraint("id", name="pk_items"),
        sa.CheckConstraint("age >= 18", name="ck_items_age"),
    )


RULE = Rule(name="constraint-differs", severity="error", check=check, bad=(bad,), good=(good,))
