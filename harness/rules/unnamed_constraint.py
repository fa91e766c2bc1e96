"""A constraint has no name on SQLite, and one that PostgreSQL made up in production.

Why it matters: a later migration cannot drop it by name on SQLite, and the name that works in production is not in
any source. A batch rebuild on SQLite loses a check without a name.

Instead: a naming convention in `MetaData(naming_convention=...)`, handed to
`context.configure(target_metadata=...)` in env.py; or an explicit name for each constraint. All constraints without
a name are one finding.

Blind spots: a primary key without a name is no finding unless the naming convention has a key for it: no migration
drops one.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from harness.model import Rule
from harness.model.findings import Group, all_together, findings_from
from harness.model.mending import constraint_on, on, placed, quoted, renaming, revision
from harness.model.wording import KINDS, listed, place

if TYPE_CHECKING:
    from collections.abc import Iterable

    from harness.model import Comparison, Difference, Finding

OWN_NAMES = {
    "fk": "%(table_name)s_%(column_0_N_name)s_fkey",
    "pk": "%(table_name)s_pkey",
    "uq": "%(table_name)s_%(column_0_N_name)s_key",
}
"""How PostgreSQL names what has no name (`ChooseConstraintName`), as a naming convention."""


def check(comparison: Comparison) -> Iterable[Finding]:
    """Find constraints without a name on one side."""
    wanted = [
        item
        for item in comparison.having("unnamed")
        if item.difference.kind != "pk" or "pk" in comparison.models.convention
    ]
    return findings_from(
        wanted,
        rule="unnamed-constraint",
        severity="warning",
        message=_message,
        fix=partial(_fix, comparison),
        group_by=all_together,
    )


def _message(group: Group) -> str:
    first = group[0].difference
    side, other = ("dev", "prod") if first.dev is None else ("prod", "dev")
    if len(group) == 1:
        name = first.prod or first.dev
        return f"The {KINDS[first.kind]} on {place(first)} has no name on {side}; {other} calls it {name}."
    names = listed(f"{item.difference.prod or item.difference.dev} of {item.difference.table}" for item in group)
    return f"{len(group)} constraints have no name on {side}; {other} calls them {names}."


def _fix(comparison: Comparison, group: Group) -> str:
    if all(item.difference.expected for item in group):
        lines = [line for item in group for line in _named_as_expected(comparison, item.difference)]
        names = listed(f"name=op.f({quoted(item.difference.expected)})" for item in group)
        return revision(f"Give the name of the models where it is made: {names}.", group[0].revision, lines)
    kinds = {item.difference.kind for item in group}
    if not kinds & set(OWN_NAMES):
        return "Name each check where it is made: sa.CheckConstraint(..., name=...)."
    entries = [f"    {quoted(kind)}: {quoted(name)}," for kind, name in OWN_NAMES.items()]
    checks = " Name each check where it is made." if "ck" in kinds else ""
    words = (
        "Give the models a naming convention, and hand their metadata to context.configure(target_metadata=...) in "
        f"env.py. This one names as PostgreSQL does by itself, so that production stays as it is.{checks}"
    )
    return "\n    ".join([words, "metadata = sa.MetaData(naming_convention={", *entries, "})"])


def _named_as_expected(comparison: Comparison, difference: Difference) -> list[str]:
    """Rebuild the table on SQLite, where the batch names what has no name, and rename on the other database."""
    kind, wanted = difference.kind, str(difference.expected)
    pattern = quoted(comparison.models.convention.get(kind, wanted))
    convention = f"naming_convention={{{quoted(kind)}: {pattern}}}"
    arguments = ", ".join([*placed(difference.table), convention, 'recreate="always"'])
    code = on("dev", [f"with op.batch_alter_table({arguments}):", "    pass"])
    thing = constraint_on(comparison, "prod", difference)
    if thing is not None and thing.name != wanted:
        code += renaming(difference.table, thing, "prod", wanted) or []
    return code


def bad(op: Any, sa: Any) -> None:
    """Make a unique constraint without a name."""
    op.create_table(
        "items",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sku", sa.String(20)),
        sa.PrimaryKeyConstraint("id", name="pk_items"),
        sa.UniqueConstraint("sku"),
    )


def good(op: Any, sa: Any) -> None:
    """Name it."""
    op.create_table(
        "items",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sku", sa.String(20)),
        sa.PrimaryKeyConstraint("id", name="pk_items"),
        sa.UniqueConstraint("sku", name="uq_items_sku"),
    )


RULE = Rule(name="unnamed-constraint", severity="warning", check=check, bad=(bad,), good=(good,))
