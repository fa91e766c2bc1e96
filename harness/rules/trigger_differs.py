"""A trigger of one name acts on other events on each database: on INSERT here, on UPDATE there.

Why it matters: what the trigger does (an audit row, a refused value) happens for other statements.

Instead: make it for the same events on both databases. One trigger of PostgreSQL for several events (`INSERT OR
UPDATE`) is several triggers on SQLite, which need names of their own.

Blind spots: what a trigger does is not compared, and listed as not checked; BEFORE and AFTER count as equal, as SQLite
cannot change the new row in a trigger and PostgreSQL can.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from harness.model import Rule
from harness.model.findings import Group, findings_from

if TYPE_CHECKING:
    from collections.abc import Iterable

    from harness.model import Comparison, Finding


def check(comparison: Comparison) -> Iterable[Finding]:
    """Find triggers of one name for other events."""
    return findings_from(
        comparison.having("differs", kind="trigger"),
        rule="trigger-differs",
        severity="error",
        message=_message,
        fix=_fix,
    )


def _message(group: Group) -> str:
    return " ".join(
        f"The trigger {item.difference.name} of {item.difference.table} acts on {item.difference.dev} on dev and on "
        f"{item.difference.prod} on prod."
        for item in group
    )


def _fix(group: Group) -> str:
    first = group[0]
    return (
        f"Make {first.difference.name} for the same events on both databases; SQLite needs a trigger for each event. "
        f"Where {first.revision} is deployed, make it again in a new revision."
    )


def bad(op: Any, sa: Any) -> None:
    """Count new rows on SQLite, and changed ones on PostgreSQL."""
    _make(op, sa, "UPDATE")


def good(op: Any, sa: Any) -> None:
    """Count new rows on both."""
    _make(op, sa, "INSERT")


def _make(op: Any, sa: Any, event: str) -> None:
    op.create_table(
        "items", sa.Column("id", sa.Integer(), nullable=False), sa.PrimaryKeyConstraint("id", name="pk_items")
    )
    op.create_table("audit", sa.Column("item_id", sa.Integer()))
    body = "INSERT INTO audit (item_id) VALUES (NEW.id);"
    if op.get_bind().dialect.name == "sqlite":
        op.execute(f"CREATE TRIGGER trg_items AFTER INSERT ON items BEGIN {body} END")
    else:
        op.execute(
            f"CREATE FUNCTION count_items() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {body} RETURN NEW; END $$"
        )
        op.execute(f"CREATE TRIGGER trg_items AFTER {event} ON items FOR EACH ROW EXECUTE FUNCTION count_items()")


RULE = Rule(name="trigger-differs", severity="error", check=check, bad=(bad,), good=(good,))
