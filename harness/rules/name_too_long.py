"""A name is longer than PostgreSQL keeps: 63 bytes. It is cut there, and whole on SQLite.

Why it matters: the models' name does not exist in production. Autogenerate proposes to add and remove it for ever,
and two long names can be cut to the same one.

Instead: a shorter name. Constraint names of a naming convention are no trouble: SQLAlchemy shortens them itself,
and knows it.

Blind spots: none known.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from harness.model import Rule
from harness.model.findings import Group, findings_from
from harness.model.wording import KINDS, listed

if TYPE_CHECKING:
    from collections.abc import Iterable

    from harness.model import Comparison, Difference, Finding


def check(comparison: Comparison) -> Iterable[Finding]:
    """Find names that production cut."""
    return findings_from(comparison.having("cut"), rule="name-too-long", severity="warning", message=_message, fix=_fix)


def _message(group: Group) -> str:
    return " ".join(_sentence(item.difference) for item in group)


def _sentence(difference: Difference) -> str:
    if difference.column:
        what = f"the column {difference.column} of {difference.table}"
    elif difference.detail:
        what = f"the {KINDS[difference.detail]} {difference.dev} of {difference.table}"
    else:
        what = f"the table {difference.dev}"
    length = len(str(difference.dev).encode())
    return f"The name of {what} has {length} bytes; prod cuts it to {difference.prod}."


def _fix(group: Group) -> str:
    return (
        f"Give a shorter name, of at most 63 bytes, in place of {listed(str(item.difference.dev) for item in group)}."
    )


def bad(op: Any, sa: Any) -> None:
    """Name a column at length."""
    op.create_table(
        "items",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("a_" + "very_" * 13 + "long_name", sa.Integer()),
    )


def good(op: Any, sa: Any) -> None:
    """Name it short."""
    op.create_table("items", sa.Column("id", sa.Integer(), primary_key=True), sa.Column("a_short_name", sa.Integer()))


RULE = Rule(name="name-too-long", severity="warning", check=check, bad=(bad,), good=(good,))
