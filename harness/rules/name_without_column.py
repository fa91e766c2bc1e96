"""The convention renders a name whose column part is empty: `ck_items_`.

`%(column_0_name)s` needs a column, and a CHECK that is written as text has none.

Why it matters: the second such CHECK on the table gets the same name. SQLite takes both, PostgreSQL stops:
"constraint already exists".

Instead: name each CHECK, in full: `sa.CheckConstraint("price >= 0", name=op.f("ck_items_price"))`.

Blind spots: none known.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from harness.model import Finding, Rule
from harness.model.naming import named_objects, prefix_of
from harness.model.wording import KINDS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from harness.model import Comparison

CONVENTION = {"ck": "ck_%(table_name)s_%(column_0_name)s", "pk": "pk_%(table_name)s"}


def check(comparison: Comparison) -> Iterable[Finding]:
    """Find names that end where the column should begin."""
    failed = comparison.prod.failed
    told = failed.failure.message if failed and failed.failure else ""
    for item in {(item.table, item.name): item for item in named_objects(comparison)}.values():
        prefix = prefix_of(comparison.models.convention.get(item.kind, ""), item.table)
        if prefix is None or not prefix.endswith("_") or item.name != prefix or item.name in told:
            continue
        wanted = f"{prefix}{'_'.join(item.columns) or 'what_it_checks'}"
        yield Finding(
            rule="name-without-column",
            severity="warning",
            kind=item.kind,
            table=item.table,
            name=item.name,
            columns=item.columns,
            dev=item.name,
            prod=item.name,
            expected=wanted,
            revision=item.revision,
            file=item.file,
            line=item.line,
            message=f"The {KINDS[item.kind]} {item.name} of {item.table} has a name that lacks its column.",
            fix=f'Name it in full: name=op.f("{wanted}").',
        )


def bad(op: Any, sa: Any) -> None:
    """Leave the name to the convention."""
    op.create_table(
        "items",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("price", sa.Integer()),
        sa.PrimaryKeyConstraint("id"),
        sa.CheckConstraint("price >= 0"),
    )


def good(op: Any, sa: Any) -> None:
    """Name it in full."""
    op.create_table(
        "items",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("price", sa.Integer()),
        sa.PrimaryKeyConstraint("id"),
        sa.CheckConstraint("price >= 0", name=op.f("ck_items_price")),
    )


def models(sa: Any, metadata: Any) -> None:
    """Declare the table, and leave the name of its check to the convention."""
    _declare(sa, metadata, sa.CheckConstraint("price >= 0"))


def good_models(sa: Any, metadata: Any) -> None:
    """Declare the table, and name its check in full."""
    _declare(sa, metadata, sa.CheckConstraint("price >= 0", name="ck_items_price"))


def _declare(sa: Any, metadata: Any, check_of_price: Any) -> None:
    price = sa.Column("price", sa.Integer)
    sa.Table("items", metadata, sa.Column("id", sa.Integer, primary_key=True), price, check_of_price)


RULE = Rule(
    name="name-without-column",
    severity="warning",
    check=check,
    bad=(bad,),
    good=(good,),
    convention=CONVENTION,
    models=models,
    good_models=good_models,
)
