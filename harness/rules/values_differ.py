"""After a revision, the rows that both databases hold are not the same rows.

The history is walked a second time with rows in the tables: the project's own (`rows` in the settings) and generated
ones. After each revision the values are compared by what the production type means.

Why it matters: a batch copies `CAST(x AS new_type)` on SQLite, which turns a date into its year and a text into the
number that it begins with; PostgreSQL converts or refuses. Raw SQL that stores `'true'` in a Boolean column stores four
letters on SQLite.

Instead: convert the rows by statements that both databases understand in the same way, before the type changes; write
values as SQLAlchemy does (`sa.true()`, `bulk_insert`).

Blind spots: what looks like a clock or a random source is taken as equal, also as a leaf of JSON or behind equal words:
moments near to now, or less than a minute apart and finer than milliseconds; tokens of one length with hardly a
character in common, of 16 characters, or of 8 hexadecimal digits. So are the digests of two contents. A random number
is a difference, and so is a short token of other characters. A table with more than 200 rows is not compared.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from harness.model import Rule
from harness.model.advice_on_values import RENAMED_LABEL, advice_on_numbers, advice_on_values
from harness.model.findings import Group, findings_from
from harness.model.mending import identifier, on, quoted, revision, table_on, whole_name
from harness.model.row_walks import of_rows
from harness.model.wording import PRAGMA_OFF

if TYPE_CHECKING:
    from collections.abc import Iterable

    from harness.model import Comparison, Difference, Divergence, Finding, Operation

NULL = "NULL"
CLEARED = "A batch drops the table that it rebuilds, and SQLite clears what refers to its rows (ON DELETE SET NULL)."
SEEDED = {"statement": "The project's rows after", "generated": "With generated rows after"}
FIXES = {
    "statement": "Write the values as SQLAlchemy does: SQLite stores whatever a statement gives, as it is.",
    "generated": "The same row went in on both: look at the column's type, default or expression, and at the triggers.",
}


def check(comparison: Comparison) -> Iterable[Finding]:
    """Find columns and tables whose rows become different in a revision, or by the project's statements after it."""
    found = (item for walk, item in of_rows(comparison, "values-differ", "rows-differ") if not walk.forced)
    expressions = {_place(item) for item in comparison.having("differs", kind="computed")}  # told as such
    return findings_from(
        (item for item in found if _place(item) not in expressions and item.difference.kind != "view"),
        rule="values-differ",
        severity="error",
        message=lambda group: " ".join(_sentence(item) for item in group),
        fix=partial(_fix, comparison),
    )


def _place(item: Divergence) -> tuple[str | None, str | None]:
    return item.difference.table, item.difference.column


def _sentence(item: Divergence) -> str:
    difference = item.difference
    cause = SEEDED.get(difference.detail or "", "After")
    if difference.aspect == "rows-differ":
        what = f"{difference.table} has"
    else:
        what = f"{difference.table}.{difference.column} holds"
    return f"{cause} revision {item.revision} {what} {difference.dev} on dev and {difference.prod} on prod."


def _fix(comparison: Comparison, group: Group) -> str:
    first = group[0]
    operation, difference = first.operation, first.difference
    if _is_computed(comparison, difference):
        advice = advice_on_numbers(difference.dev, difference.prod)
    else:
        advice = FIXES.get(difference.detail or "")
    if advice is None and operation is not None:
        advice = advice_on_values(operation.statement, difference.dev, difference.prod)
    if advice is not None:
        return revision(advice, first.revision, _renaming(difference, operation))
    if difference.dev == NULL and operation is not None and operation.table not in {None, difference.table}:
        return f"{CLEARED} {PRAGMA_OFF}"
    if operation is not None and operation.name == "alter_column":
        return (
            "Add a column of the new type, fill it by a statement that both databases understand, drop the old one and "
            "rename the new one: a batch copies CAST(x AS type), which means other things on SQLite."
        )
    return (
        "Write the rows by SQLAlchemy expressions (op.bulk_insert, sa.update), which give each database its own values."
    )


def _renaming(difference: Difference, operation: Operation | None) -> list[str] | None:
    """Give the code that renames a label in the rows of development, where PostgreSQL renamed it in its type."""
    renamed = RENAMED_LABEL.search((operation.statement if operation else None) or "")
    if renamed is None:
        return None
    column = identifier(difference.column or "")
    what = f"SET {column} = '{renamed[2]}' WHERE {column} = '{renamed[1]}'"
    return on("dev", [f"op.execute({quoted(f'UPDATE {whole_name(difference.table)} {what}')})"])


def _is_computed(comparison: Comparison, difference: Difference) -> bool:
    table = table_on(comparison, "prod", difference.table)
    column = table.column(difference.column or "") if table else None
    return column is not None and column.computed is not None


def bad(op: Any, sa: Any) -> None:
    """Store a truth value by raw SQL."""
    op.create_table("flags", sa.Column("id", sa.Integer(), primary_key=True), sa.Column("enabled", sa.Boolean()))
    op.execute("INSERT INTO flags (enabled) VALUES ('true')")


def good(op: Any, sa: Any) -> None:
    """Let SQLAlchemy write it."""
    flags = op.create_table(
        "flags", sa.Column("id", sa.Integer(), primary_key=True), sa.Column("enabled", sa.Boolean())
    )
    op.bulk_insert(flags, [{"enabled": True}])


RULE = Rule(name="values-differ", severity="error", check=check, bad=(bad,), good=(good,), rows=True)
