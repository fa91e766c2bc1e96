"""A column numbers itself on one database only, or refuses a given number on one database only.

On SQLite only an INTEGER PRIMARY KEY of one column numbers itself; `Identity()` says nothing there. On PostgreSQL a column numbers
itself when it is serial or an identity.

Why it matters: an INSERT without the key works on one side only, and `GENERATED ALWAYS` refuses an INSERT with the key, such as a
data migration or a fixture makes.

Instead: `sa.Identity()` without `always=True`; for a big key `sa.BigInteger().with_variant(sa.Integer(), "sqlite")`.

Blind spots: where a sequence starts is not compared.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from harness.model import Rule
from harness.model.findings import Group, findings_from

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from harness.model import Comparison, Divergence, Finding


def check(comparison: Comparison) -> Iterable[Finding]:
    """Find identity that binds one side; a key that only production numbers is a warning, one that only SQLite does a note."""
    found = list(comparison.having("differs", kind="identity"))
    for severity, chosen in (
        ("error", [item for item in found if _refuses(item)]),
        ("warning", [item for item in found if not _refuses(item) and item.difference.dev == "needs a value"]),
        ("note", [item for item in found if not _refuses(item) and item.difference.dev == "numbers itself"]),
    ):
        yield from findings_from(chosen, rule="identity-differs", severity=severity, message=_message, fix=_fix)  # type: ignore[arg-type]


def _refuses(divergence: Divergence) -> bool:
    return divergence.difference.detail == "always"


def _message(group: Group) -> str:
    first = group[0].difference
    names = ", ".join(f"{item.difference.table}.{item.difference.column}" for item in group)
    return f"{names}: {first.dev} on dev, {first.prod} on prod."


def _fix(group: Group) -> str:
    first = group[0].difference
    if first.detail == "always":
        return f"Use sa.Identity() without always=True for {first.column}: SQLite cannot refuse a given number."
    if first.dev == "needs a value":
        return f'Use sa.BigInteger().with_variant(sa.Integer(), "sqlite") for {first.column}: SQLite numbers INTEGER keys only.'
    return f"Always write {first.column}; SQLite numbers an INTEGER key also where the model says autoincrement=False."


def bad(op: Any, sa: Any) -> None:
    """Refuse given numbers, which SQLite cannot."""
    op.create_table(
        "tickets",
        sa.Column("id", sa.Integer(), sa.Identity(always=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_tickets"),
    )


def good(op: Any, sa: Any) -> None:
    """Number by default."""
    op.create_table(
        "tickets",
        sa.Column("id", sa.Integer(), sa.Identity(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_tickets"),
    )


RULE = Rule(name="identity-differs", severity="error", check=check, bad=(bad,), good=(good,))
