"""An index covers something else on each database: other columns, order or condition, or is unique on one only.

Why it matters: a unique index with `postgresql_where` and without `sqlite_where` covers the whole table on SQLite,
and refuses rows there that production takes. A batch rebuild on SQLite turns a descending key into an ascending
one.

Instead: give both conditions (`sqlite_where=` and `postgresql_where=`); create the index again after the batch.

An index that is unique on neither side is a warning: both databases give the same, and one takes longer.

Blind spots: method, INCLUDE, operator class and the order of NULLs are not compared: they only make a query
quicker.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from harness.model import Rule
from harness.model.findings import Group, findings_from
from harness.model.mending import creating_index, dropping_index, index_on, on, revision
from harness.model.wording import named

if TYPE_CHECKING:
    from collections.abc import Iterable

    from harness.model import Comparison, Difference, Finding, Severity, Side

WHERE = " WHERE "


def check(comparison: Comparison) -> Iterable[Finding]:
    """Find indexes that are on both sides and do not cover the same; what is unique on neither only costs time."""
    found = list(comparison.having("differs", kind="ix"))
    severities: tuple[Severity, ...] = ("error", "warning")
    for severity in severities:
        chosen = [item for item in found if _is_unique(item.difference) == (severity == "error")]
        yield from findings_from(
            chosen, rule="index-differs", severity=severity, message=_message, fix=partial(_fix, comparison)
        )


def _is_unique(difference: Difference) -> bool:
    return any(str(text).startswith("UNIQUE") for text in (difference.dev, difference.prod))


def _message(group: Group) -> str:
    return " ".join(
        f"The index {named(item.difference)} is {item.difference.dev} on dev and {item.difference.prod} on prod."
        for item in group
    )


def _fix(comparison: Comparison, group: Group) -> str:
    first = group[0].difference
    dev, prod = (str(text).partition(WHERE)[2] for text in (first.dev, first.prod))
    words = "Make it alike on both databases, outside of any test of the dialect, and again after a batch on its table."
    if bool(dev) != bool(prod):
        here, there = ("postgresql", "sqlite") if prod else ("sqlite", "postgresql")
        words = f"Give the condition for both databases: {there}_where= beside {here}_where=."
    side: Side = "dev" if prod or not dev else "prod"
    return revision(words, group[0].revision, _code(comparison, group, side))


def _code(comparison: Comparison, group: Group, side: Side) -> list[str] | None:
    """Make it on one side as the other has it: where only one has a condition, that one."""
    lines = []
    for item in group:
        table = item.difference.table
        old = index_on(comparison, side, item.difference)
        new = index_on(comparison, "prod" if side == "dev" else "dev", item.difference)
        made = creating_index(table, new, new.name) if new else None
        if old is None or made is None:
            return None
        lines += [dropping_index(table, old.name), made]
    return on(side, lines)


def bad(op: Any, sa: Any) -> None:
    """Give the condition for one dialect."""
    op.create_table(
        "items",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(40)),
        sa.Column("archived", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_items"),
    )
    op.create_index("uq_items_slug", "items", ["slug"], unique=True, postgresql_where=sa.text("NOT archived"))


def good(op: Any, sa: Any) -> None:
    """Give it for both."""
    op.create_table(
        "items",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(40)),
        sa.Column("archived", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_items"),
    )
    live = sa.text("NOT archived")
    op.create_index("uq_items_slug", "items", ["slug"], unique=True, sqlite_where=live, postgresql_where=live)


RULE = Rule(name="index-differs", severity="error", check=check, bad=(bad,), good=(good,))
