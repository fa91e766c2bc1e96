"""A constraint or index has one name on both databases, and another one in the models.

The names of the models are those that their naming convention renders, cut as the dialect cuts them.

Why it matters: autogenerate writes `op.f("<name of the models>")` into the next migration, and no database has that
name. It happens when a column or table is renamed and its constraints are not.

Instead: rename the constraint with the column: drop it and create it again in the same batch.

Blind spots: checks are matched with the models by name only, so a check under a strange name is not found here.
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

    from harness.model import Comparison, Difference, Finding, Side

CONVENTION = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


def check(comparison: Comparison) -> Iterable[Finding]:
    """Find names that the models do not have."""
    return findings_from(
        comparison.having("not-by-convention"),
        rule="name-not-by-convention",
        severity="warning",
        message=_message,
        fix=partial(_fix, comparison),
    )


def _message(group: Group) -> str:
    return " ".join(
        f"The {KINDS[item.difference.kind]} on {place(item.difference)} is named {item.difference.prod}"
        f" on both databases; the models name it {item.difference.expected}."
        for item in group
    )


def _fix(comparison: Comparison, group: Group) -> str:
    names = listed(f"op.f({quoted(item.difference.expected)})" for item in group)
    lines = [line for item in group for side in SIDES for line in _code(comparison, item.difference, side)]
    return revision(f"Name it as the models do where it is made: {names}.", group[0].revision, lines or None)


def _code(comparison: Comparison, difference: Difference, side: Side) -> list[str]:
    find = index_on if difference.kind == "ix" else constraint_on
    thing = find(comparison, side, difference)
    return (renaming(difference.table, thing, side, str(difference.expected)) if thing else None) or []


def bad(op: Any, sa: Any) -> None:
    """Name a constraint otherwise than the models do."""
    _items(op, sa, "items_sku")


def good(op: Any, sa: Any) -> None:
    """Name it as the models do."""
    _items(op, sa, op.f("uq_items_sku"))


def models(sa: Any, metadata: Any) -> None:
    """Declare the table of the examples."""
    sa.Table(
        "items", metadata, sa.Column("id", sa.Integer, primary_key=True), sa.Column("sku", sa.String(20), unique=True)
    )


def _items(op: Any, sa: Any, name: str) -> None:
    op.create_table(
        "items",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sku", sa.String(20)),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("sku", name=op.f(name)),
    )


RULE = Rule(
    name="name-not-by-convention",
    severity="warning",
    check=check,
    bad=(bad,),
    good=(good,),
    convention=CONVENTION,
    models=models,
)
