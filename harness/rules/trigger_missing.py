"""A trigger exists on one database only.

Why it matters: what the trigger does (an audit row, a refused value) happens on one side only. A batch operation on
SQLite rebuilds the table and drops its triggers without a word.

Instead: create the trigger again after each batch on its table, on SQLite; create it on both from the start.

Blind spots: what a trigger does is not compared.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from harness.model import Rule
from harness.model.findings import Group, findings_from
from harness.model.wording import listed

if TYPE_CHECKING:
    from collections.abc import Iterable

    from harness.model import Comparison, Finding


def check(comparison: Comparison) -> Iterable[Finding]:
    """Find triggers of one side."""
    return findings_from(
        comparison.having("missing", kind="trigger"),
        rule="trigger-missing",
        severity="error",
        message=_message,
        fix=_fix,
    )


def _message(group: Group) -> str:
    first = group[0].difference
    names = listed(f"{item.difference.name} on {item.difference.table}" for item in group)
    words = "trigger" if len(group) == 1 else "triggers"
    return f"The {words} {names} {'is' if len(group) == 1 else 'are'} missing on {first.missing_on}."


def _fix(group: Group) -> str:
    first = group[0].difference
    names = listed(str(item.difference.name) for item in group)
    if first.missing_on == "dev":
        return (
            f"Create {names} on SQLite: again after each batch on {first.table}, which drops a table's triggers "
            "with the old table. Where that revision is deployed, do it in a new one."
        )
    return f"Create {names} on prod as well, in the same revision; where that is deployed, in a new one."


def bad(op: Any, sa: Any) -> None:
    """Create a trigger for one dialect."""
    _tables(op, sa)
    if op.get_bind().dialect.name == "sqlite":
        _sqlite_trigger(op)


def good(op: Any, sa: Any) -> None:
    """Create it for both."""
    _tables(op, sa)
    if op.get_bind().dialect.name == "sqlite":
        _sqlite_trigger(op)
    else:
        op.execute(
            "CREATE FUNCTION count_items() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN INSERT INTO audit (item_id) VALUES (NEW.id); RETURN NEW; END $$"
        )
        op.execute("CREATE TRIGGER trg_items AFTER INSERT ON items FOR EACH ROW EXECUTE FUNCTION count_items()")


def _tables(op: Any, sa: Any) -> None:
    op.create_table(
        "items", sa.Column("id", sa.Integer(), nullable=False), sa.PrimaryKeyConstraint("id", name="pk_items")
    )
    op.create_table("audit", sa.Column("item_id", sa.Integer()))


def _sqlite_trigger(op: Any) -> None:
    op.execute("CREATE TRIGGER trg_items AFTER INSERT ON items BEGIN INSERT INTO audit (item_id) VALUES (NEW.id); END")


RULE = Rule(name="trigger-missing", severity="error", check=check, bad=(bad,), good=(good,))
