"""The two engines treat values differently, whatever the schema says.

SQLite enforces neither the length of a VARCHAR nor the range of an INTEGER, stores any text in a column of numbers or
dates, checks foreign keys only on request, its LIKE ignores case, lower() knows only ASCII, and NULL comes first when
rows are sorted. Each kind is shown once by a statement that was
tried on both databases, in a transaction that was rolled back, and names the columns that it concerns.

Why it matters: what the tests on SQLite store, production refuses. It is a note, as nearly every project has such
columns; give the statements of your application as `probes`, and a difference is an error.

Instead: a CHECK, which both databases enforce; `PRAGMA foreign_keys=ON` on each connection; STRICT tables on SQLite.

Blind spots: a column whose table could not be given rows is named beside the others of its kind, and not tried.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from harness.model import Rule, Witness
from harness.model.findings import Group, findings_from
from harness.model.row_walks import of_rows
from harness.model.wording import listed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from harness.model import Comparison, Divergence, Finding

KINDS = {
    "length": (
        "SQLite does not enforce the length of a text",
        'Where it matters, add a CHECK on both: sa.CheckConstraint("length(column) <= n", name=...).',
    ),
    "range": (
        "SQLite stores 64 bits in any integer",
        "Where it matters, add a CHECK for the range, or use sa.BigInteger().",
    ),
    "date": ("SQLite stores any text as a date", "Let the application convert dates before they are written."),
    "digits": (
        "SQLite does not enforce the digits of a NUMERIC",
        "Where it matters, add a CHECK for the range, and round in the application.",
    ),
    "boolean": (
        "SQLite stores any number in a Boolean",
        "Use sa.Boolean(create_constraint=True, name=...), which adds a CHECK on SQLite.",
    ),
    "label": (
        "SQLite stores any text in an Enum",
        "Use sa.Enum(..., create_constraint=True), which adds a CHECK on SQLite.",
    ),
    "text-as-number": (
        "SQLite stores text in a column of numbers",
        "Let the application convert numbers before they are written.",
    ),
    "foreign-key": (
        "SQLite does not check foreign keys on this connection",
        'Turn them on for each connection of the application: an event listener that runs "PRAGMA foreign_keys=ON".',
    ),
    "letters": (
        "SQLite changes the case of ASCII letters only",
        "Change the case in the application, or compare the texts there.",
    ),
    "null-order": (
        "SQLite sorts NULL before all values, PostgreSQL behind them",
        "Say where NULL belongs: column.asc().nulls_last() of SQLAlchemy.",
    ),
    "scale": (
        "SQLite does not round to the scale of a NUMERIC",
        "Round in the application before numbers are written.",
    ),
    "check-bound": (
        "A value at the bound of a check is taken by one database only",
        "Write the check so that both databases understand it alike: compare lower(column), or numbers with numbers.",
    ),
    "null": (
        "One database refuses NULL where the other one takes it",
        "Say nullable=False, or True, on both.",
    ),
    "value": (
        "A value within the column's type is taken by one database only",
        "Look at what the refusal names, and say it in the same way on both.",
    ),
    "like": (
        "LIKE ignores case on SQLite only",
        "Compare lower(column) with a pattern in small letters, or use ilike() of SQLAlchemy.",
    ),
}


def check(comparison: Comparison) -> Iterable[Finding]:
    """Name each kind once, with its columns."""
    groups: dict[str, list[Divergence]] = {}
    for walk, item in of_rows(comparison, "engine-differs"):
        if not walk.forced:
            groups.setdefault(str(item.difference.detail), []).append(item)
    for kind, group in groups.items():
        yield from _finding(kind, group)


def _finding(kind: str, group: list[Divergence]) -> Iterator[Finding]:
    first = next((item.difference for item in group if item.difference.statement), group[0].difference)
    words, fix = KINDS[kind]
    for finding in findings_from(
        group,
        rule="engine-behaviour",
        severity="note",
        message=lambda members: f"{words}: {_columns(members)}.",
        fix=lambda _members: fix,
        group_by=lambda _item: kind,
    ):
        yield replace(finding, witness=Witness(sql=str(first.statement), dev=str(first.dev), prod=str(first.prod)))


def _columns(group: Group) -> str:
    return listed(f"{item.difference.table}.{item.difference.column}" for item in group)


def bad(op: Any, sa: Any) -> None:
    """Create a truth value, which SQLite keeps as a number."""
    op.create_table(
        "items", sa.Column("id", sa.Integer(), primary_key=True), sa.Column("sold", sa.Boolean(), nullable=False)
    )


def good(op: Any, sa: Any) -> None:
    """Let SQLite check it."""
    sold = sa.Boolean(create_constraint=True, name="ck_items_sold")
    op.create_table("items", sa.Column("id", sa.Integer(), primary_key=True), sa.Column("sold", sold, nullable=False))


RULE = Rule(name="engine-behaviour", severity="note", check=check, bad=(bad,), good=(good,), rows=True)
