"""A check constraint exists on one database only.

Why it matters: one side accepts values that the other refuses. A batch operation rebuilds the table on SQLite and
leaves out every CHECK that has no name; PostgreSQL alters the table in place and keeps it.

Instead: name every check where it is made. A check that is lost already is made again, by name.

Blind spots: the check of a native Boolean or Enum exists on SQLite only and says what the type says on PostgreSQL;
it is no finding.
"""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING, Any

from harness.model import Rule
from harness.model.findings import Group, findings_from
from harness.model.mending import create_constraints, revision
from harness.model.mending_drops import drop_as_well
from harness.model.naming import MADE_UP
from harness.model.wording import missing

if TYPE_CHECKING:
    from collections.abc import Iterable

    from harness.model import Comparison, Finding

MADE_UP_NAME = re.compile(rf".*_{MADE_UP['ck']}\d*")


def check(comparison: Comparison) -> Iterable[Finding]:
    """Find check constraints of one side."""
    return findings_from(
        comparison.having("missing", kind="ck"),
        rule="check-missing",
        severity="error",
        message=partial(missing, "check constraint"),
        fix=partial(_fix, comparison),
    )


def _fix(comparison: Comparison, group: Group) -> str:
    first = group[0].difference
    side = first.missing_on or "dev"
    words = "Make the check on both databases, outside of any test of the dialect."
    if side == "dev" and MADE_UP_NAME.fullmatch(first.name or ""):
        made = _made_in(comparison, group)
        where = f"in revision {made}, " if made else ""
        words = (
            f"Name the check {where}where it is made: a batch that rebuilds the table on SQLite leaves out what has no"
            " name."
        )
    made = revision(words, group[0].revision, create_constraints(comparison, group, side))
    return drop_as_well(comparison, group) or made


def _made_in(comparison: Comparison, group: Group) -> str | None:
    """Give the one revision after which production has the checks, where it is not the one that loses them.

    They are looked for in all tables: PostgreSQL keeps the name of a check when its table is renamed.
    """
    made = {_first_with(comparison, item.difference.name) for item in group}
    (only,) = made if len(made) == 1 else (None,)
    return only if only != group[0].revision else None


def _first_with(comparison: Comparison, name: str | None) -> str | None:
    for step in comparison.prod.steps:
        for table in step.snapshot.tables.values() if step.snapshot else ():
            if any(item.kind == "ck" and item.name == name for item in table.constraints):
                return step.revision
    return None


def bad(op: Any, sa: Any) -> None:
    """Let a batch rebuild drop a check without a name."""
    op.create_table(
        "items",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("price", sa.Integer()),
        sa.PrimaryKeyConstraint("id", name="pk_items"),
        sa.CheckConstraint("price >= 0"),
    )
    with op.batch_alter_table("items") as batch_op:
        batch_op.alter_column("price", existing_type=sa.Integer(), nullable=False)


def good(op: Any, sa: Any) -> None:
    """Name the check: the rebuild keeps it."""
    op.create_table(
        "items",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("price", sa.Integer()),
        sa.PrimaryKeyConstraint("id", name="pk_items"),
        sa.CheckConstraint("price >= 0", name="ck_items_price"),
    )
    with op.batch_alter_table("items") as batch_op:
        batch_op.alter_column("price", existing_type=sa.Integer(), nullable=False)


RULE = Rule(name="check-missing", severity="error", check=check, bad=(bad,), good=(good,))
