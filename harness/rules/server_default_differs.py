"""A server default stores different values, or works on one database only.

Both databases evaluate their default, and the values are compared as the column's type: `'0'`, `0` and `false` may be one value,
`'false'` in a SQLite Boolean is a text that reads as true.

Why it matters: a row without the value gets another one in production, or is refused there or in development.

Instead: `sa.false()` and `sa.true()` for Booleans, `sa.func.now()` for the time, and no function that one database lacks.

Blind spots: two random defaults count as equal, and so do two clocks (SQLite's is UTC, to the second).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from harness.model import Rule
from harness.model.findings import Group, findings_from

if TYPE_CHECKING:
    from collections.abc import Iterable

    from harness.model import Comparison, Finding


def check(comparison: Comparison) -> Iterable[Finding]:
    """Find defaults that do not store the same."""
    return findings_from(
        comparison.having("differs", kind="default"),
        rule="server-default-differs",
        severity="error",
        message=_message,
        fix=_fix,
    )


def _message(group: Group) -> str:
    first = group[0].difference
    names = ", ".join(f"{item.difference.table}.{item.difference.column}" for item in group)
    text = f"{names}: default {first.dev or 'none'} on dev, {first.prod or 'none'} on prod."
    return f"{text} {first.detail[0].upper()}{first.detail[1:]}." if first.detail else text


def _fix(group: Group) -> str:
    first = group[0].difference
    dev = str(first.dev or "").strip("'()").lower()
    if dev in {"true", "false", "t", "f"}:
        return f"Use server_default=sa.{'true' if dev[0] == 't' else 'false'}() for {first.column}."
    if dev == "now":
        return f"Use server_default=sa.func.now() for {first.column}: SQLite has no function now()."
    if first.detail:
        return f"Give {first.column} a value that both databases know, or set it in the application (default=...)."
    return f"Give {first.column} one server_default for both databases, outside of any test of the dialect."


def bad(op: Any, sa: Any) -> None:
    """Spell false as a text."""
    op.create_table(
        "items",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sold", sa.Boolean(), server_default="false", nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_items"),
    )


def good(op: Any, sa: Any) -> None:
    """Let SQLAlchemy spell it."""
    op.create_table(
        "items",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sold", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_items"),
    )


RULE = Rule(name="server-default-differs", severity="error", check=check, bad=(bad,), good=(good,))
