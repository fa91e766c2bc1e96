"""A server default stores different values, or works on one database only.

Both databases evaluate their default, and the values are compared as the column's type: `'0'`, `0` and `false` may
be one value, `'false'` in a SQLite Boolean is a text that reads as true.

Why it matters: a row without the value gets another one in production, or is refused there or in development.

Instead: `sa.false()` and `sa.true()` for Booleans, `sa.func.now()` for the time, and no function that one database
lacks.

Blind spots: two random defaults count as equal, and so do two clocks (SQLite's is UTC, to the second) and what is
added to one, up to two days.
"""

from __future__ import annotations

import json
import re
from functools import partial
from typing import TYPE_CHECKING, Any

from harness.model import Rule
from harness.model.findings import Group, findings_from
from harness.model.mending import batch, on, quoted, revision, table_on
from harness.model.mending_columns import default_code
from harness.model.wording import NUMBERS, listed, unwrapped

if TYPE_CHECKING:
    from collections.abc import Iterable

    from harness.model import Comparison, Difference, Finding

FAILS, STORED = "fails: ", "stored: "
CLOCKS = {"date": 'sa.text("CURRENT_DATE")', "time without time zone": 'sa.text("CURRENT_TIME")'}
"""The clocks that give what a column of days or of times holds on SQLite, which keeps the whole moment of others."""
BYTES = re.compile(r"'\\x([0-9a-f]*)'::bytea")
"""The bytes of a default of PostgreSQL as it prints them: SQLite has a literal of its own, x'00'."""
TEXTS = ("character", "text", "citext")
MEANT = {
    "true": "sa.true()",
    "t": "sa.true()",
    "false": "sa.false()",
    "f": "sa.false()",
    "now()": "sa.func.now()",
    "current_timestamp": "sa.func.now()",
}


def check(comparison: Comparison) -> Iterable[Finding]:
    """Find defaults that do not store the same."""
    return findings_from(
        comparison.having("differs", kind="default"),
        rule="server-default-differs",
        severity="error",
        message=_message,
        fix=partial(_fix, comparison),
    )


def _message(group: Group) -> str:
    return " ".join(_sentence(item.difference) for item in group)


def _sentence(difference: Difference) -> str:
    (dev_verb, dev), (prod_verb, prod) = (_has(text) for text in (difference.dev, difference.prod))
    second = prod if prod_verb == dev_verb else f"{prod_verb}{prod}"
    text = f"The column {difference.table}.{difference.column} {dev_verb}{dev} on dev and {second} on prod"
    stored = _stored(difference)
    if stored is not None:
        return f"{text}. It stores {stored[0]} on dev and {stored[1]} on prod."
    if not difference.detail or difference.detail.startswith(STORED):
        return f"{text}."
    side, _, what = difference.detail.partition(": ")
    if what.startswith(FAILS):
        return f"{text}. On {side} an INSERT without the value fails: {what.removeprefix(FAILS)}."
    return f"{text}. On {side} it stores {what}."


def _stored(difference: Difference) -> tuple[str, str] | None:
    """Give the values that one default stores, where the texts do not tell that there are two."""
    detail = difference.detail or ""
    texts = {
        re.sub(r'^sa\.text\(|[")]', "", default_code(text) or str(text)) for text in (difference.dev, difference.prod)
    }
    if not detail.startswith(STORED) or len(texts) > 1:
        return None
    dev, prod = json.loads(detail.removeprefix(STORED))
    return dev, prod


def _has(text: str | None) -> tuple[str, str]:
    if text == NUMBERS:
        return "", NUMBERS
    return "has ", f"the default {text}" if text else "no default"


def _fix(comparison: Comparison, group: Group) -> str:
    if any(NUMBERS in {item.difference.dev, item.difference.prod} for item in group):
        return (
            "Let the application give the number: SQLite numbers a key of one INTEGER column, whatever its default, "
            "and no other column."
        )
    if any(_takes_it_only_on_dev(item.difference) for item in group):
        return "Give a default that the type takes, or the column a wider type."
    calls = [_default(comparison, item.difference) for item in group]
    if None in calls:
        return (
            "Give one server_default that both databases know, outside of any test of the dialect, "
            "or set the value in the application (default=...)."
        )
    words = f"Use {listed(f'server_default={call}' for call in calls)}."
    lines = []
    for item, call in zip(group, calls, strict=True):
        column = quoted(item.difference.column)
        code = batch(item.difference.table, [f"batch_op.alter_column({column}, server_default={call})"])
        lines += on("dev", code) if BYTES.fullmatch(item.difference.prod or "") else code
    return revision(words, group[0].revision, lines)


def _takes_it_only_on_dev(difference: Difference) -> bool:
    """Tell whether both databases have one default, which production refuses when it comes to store it."""
    refused = (difference.detail or "").startswith(f"prod: {FAILS}")
    return refused and default_code(difference.dev) == default_code(difference.prod)


def _default(comparison: Comparison, difference: Difference) -> str | None:
    """Give the default that both databases understand: what a word of SQLite meant, else what production has."""
    table = table_on(comparison, "prod", difference.table)
    column = table.column(difference.column or "") if table else None
    kind = column.type if column else ""
    meant = unwrapped(str(difference.dev or "").lower()).strip("'")
    if kind in CLOCKS and meant in {"now()", "current_timestamp"}:
        return CLOCKS[kind]
    if meant in MEANT:
        return MEANT[meant]
    stored = _stored(difference)
    if stored is not None:
        return quoted(stored[1]) if kind.startswith(TEXTS) else default_code(stored[1]) or quoted(stored[1])
    if (difference.detail or "").startswith("prod"):
        return default_code(difference.dev)
    return _as_stored_on_both(difference.prod, kind) if difference.prod else "None"


def _as_stored_on_both(default: str, kind: str) -> str | None:
    """Give a default of production as code: SQLite keeps the text of a UUID as sa.Uuid() writes it.

    It has a literal of its own for bytes, and keeps an interval as a moment, which PostgreSQL refuses.
    """
    code = default_code(default)
    if kind == "bytea" and BYTES.fullmatch(default):
        literal = BYTES.sub(r"x'\1'", default)
        return f"sa.text({quoted(literal)})"
    if kind == "uuid" and code is not None:
        return code.replace("-", "")
    return None if kind == "interval" else code


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
