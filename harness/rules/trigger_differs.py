"""A trigger of one name acts on other events on each database: on INSERT here, on UPDATE there.

Why it matters: what the trigger does (an audit row, a refused value) happens for other statements.

Instead: make it for the same events on both databases. One trigger of PostgreSQL for several events (`INSERT OR
UPDATE`) is several triggers on SQLite, which need names of their own.

What triggers of both databases do is tried on the generated rows: all rows of the table are set to what they are, one
is put in, one is deleted, and the table and those that the trigger of SQLite names must hold the same after it.

Blind spots: what a trigger does with other values, in tables that only the function of PostgreSQL names, with moments
or with numbers that each database counts; BEFORE and AFTER count as equal, as SQLite cannot change the new row in a
trigger and PostgreSQL can.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from harness.model import Rule
from harness.model.findings import Group, findings_from
from harness.model.wording import listed

if TYPE_CHECKING:
    from collections.abc import Iterable

    from harness.model import Comparison, Difference, Finding


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
    return " ".join(_sentence(item.difference) for item in group)


def _sentence(difference: Difference) -> str:
    trigger = f"The trigger {difference.name} of {difference.table}"
    if difference.detail is None:
        return f"{trigger} acts on {difference.dev} on dev and on {difference.prod} on prod."
    event, _space, read = difference.detail.partition(" ")
    statement = f"an {event}" if event[0] in "IU" else f"a {event}"
    columns = listed(difference.columns)
    return (
        f"{trigger} does other things: after {statement} {columns} of {read} {difference.dev} on dev and "
        f"{difference.prod} on prod."
    )


def _fix(group: Group) -> str:
    first = group[0]
    if first.difference.detail is not None:
        return (
            "Let it do the same on both databases: compare the body on SQLite with the function on PostgreSQL, its "
            f"WHEN and FOR EACH ROW. Where {first.revision} is deployed, make it again in a new revision."
        )
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
