"""A constraint carries the prefix of the naming convention twice: `ck_items_ck_items_price`.

A convention with `%(constraint_name)s` puts its prefix before the name that it is given. A full name, given without
`op.f()` or `conv()`, is prefixed again.

Why it matters: both databases agree, but nobody finds the constraint under the name in the source, and a second
batch on an older Alembic (up to 1.19) adds the prefix once more on SQLite.

Instead: give the short name (`name="price"`), or the full one in `op.f("ck_items_price")`.

Blind spots: a prefix that the convention does not begin with.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from harness.model import Finding, Rule
from harness.model.naming import NamedObject, named_objects, prefix_of
from harness.model.wording import KINDS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from harness.model import Comparison

CONVENTION = {"ck": "ck_%(table_name)s_%(constraint_name)s", "pk": "pk_%(table_name)s"}
USUAL = {kind: f"{kind}_%(table_name)s_%(constraint_name)s" for kind in ("ck", "uq", "fk", "ix", "pk")}


def check(comparison: Comparison) -> Iterable[Finding]:
    """Find names that begin with their prefix two times."""
    conventions = {**USUAL, **comparison.models.convention}
    for item in named_objects(comparison):
        prefix = prefix_of(conventions.get(item.kind, ""), item.table)
        if prefix and item.name.startswith(prefix + prefix):
            yield _finding(item, prefix)


def _finding(item: NamedObject, prefix: str) -> Finding:
    short = item.name.removeprefix(prefix)
    return Finding(
        rule="name-prefixed-twice",
        severity="warning",
        kind=item.kind,
        table=item.table,
        name=item.name,
        columns=item.columns,
        dev=item.name,
        prod=item.name,
        expected=short,
        revision=item.revision,
        file=item.file,
        line=item.line,
        message=f"The {KINDS[item.kind]} {item.name} of {item.table} carries the prefix {prefix} twice.",
        fix=f'Give the full name, name=op.f("{short}"), or the short one, name="{short.removeprefix(prefix)}".',
    )


def bad(op: Any, sa: Any) -> None:
    """Give the full name to a convention that prefixes it."""
    op.create_table(
        "items",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("price", sa.Integer()),
        sa.PrimaryKeyConstraint("id"),
        sa.CheckConstraint("price >= 0", name="ck_items_price"),
    )


def good(op: Any, sa: Any) -> None:
    """Say that the name is complete."""
    op.create_table(
        "items",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("price", sa.Integer()),
        sa.PrimaryKeyConstraint("id"),
        sa.CheckConstraint("price >= 0", name=op.f("ck_items_price")),
    )


def models(sa: Any, metadata: Any) -> None:
    """Declare the table of the examples."""
    price = sa.CheckConstraint("price >= 0", name="price")
    sa.Table("items", metadata, sa.Column("id", sa.Integer, primary_key=True), sa.Column("price", sa.Integer), price)


RULE = Rule(
    name="name-prefixed-twice",
    severity="warning",
    check=check,
    bad=(bad,),
    good=(good,),
    convention=CONVENTION,
    models=models,
)
