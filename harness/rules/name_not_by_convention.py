"""A constraint or index has one name on both databases, and another one in the models.

The names of the models are those that their naming convention renders, cut as the dialect cuts them.

Why it matters: autogenerate writes `op.f("<name of the models>")` into the next migration, and no database has that name. It
happens when a column or table is renamed and its constraints are not.

Instead: rename the constraint with the column: drop it and create it again in the same batch.

Blind spots: checks are matched with the models by name only, so a check under a strange name is not found here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from harness.model import Rule
from harness.model.findings import Group, findings_from

if TYPE_CHECKING:
    from collections.abc import Iterable

    from harness.model import Comparison, Finding

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
        fix=_fix,
    )


def _message(group: Group) -> str:
    first = group[0].difference
    more = f" (and {len(group) - 1} more)" if len(group) > 1 else ""
    return f"{first.table} ({', '.join(first.columns)}): both databases name it {first.prod}, the models {first.expected}{more}."


def _fix(group: Group) -> str:
    first = group[0].difference
    return (
        f"In a new revision rename {first.prod} to {first.expected}: drop it and create it as op.f({first.expected!r}) "
        f"in one batch on {first.table}."
    )


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
