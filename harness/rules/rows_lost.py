"""A revision loses rows on one database.

The history is walked a second time with rows in the tables: the project's own (`rows` in the settings) and generated
ones. Rows that are there before a revision must be there after it, or be gone on both databases.

Why it matters: with `PRAGMA foreign_keys=ON` a batch that rebuilds a table drops it first, and SQLite deletes its rows
before that: `ON DELETE CASCADE` empties the tables that refer to it. PostgreSQL alters the table in place.

Instead: turn the pragma off around the rebuild, outside of the transaction: in env.py, before `context.configure()`.

Blind spots: where the project leaves the pragma off, the walk is done again with the pragma on, and what is lost then
is a note: it happens to whoever runs the migrations on a connection of an application that turns it on.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from harness.model import Rule
from harness.model.findings import Group, findings_from
from harness.model.row_walks import of_rows
from harness.model.wording import PRAGMA_OFF, listed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from harness.model import Comparison, Finding


def check(comparison: Comparison) -> Iterable[Finding]:
    """Find the tables that have fewer rows after a revision than before it, on one side only."""
    found = list(of_rows(comparison, "rows-lost"))
    yield from _findings([divergence for walk, divergence in found if not walk.forced], forced=False)
    yield from _findings([divergence for walk, divergence in found if walk.forced], forced=True)


def _findings(divergences: list[Any], *, forced: bool) -> Iterator[Finding]:
    return findings_from(
        divergences,
        rule="rows-lost",
        severity="note" if forced else "error",
        message=lambda group: _message(group, forced=forced),
        fix=_fix,
    )


def _message(group: Group, *, forced: bool) -> str:
    first = group[0].difference
    tables = listed(str(item.difference.table) for item in group)
    numbers = f"dev has {first.dev}; prod has {first.prod}" if len(group) == 1 else f"in {len(group)} tables"
    when = ""
    if first.detail == "foreign keys on":
        when = " with PRAGMA foreign_keys=ON" + (", which the project does not set" if forced else "")
    return f"Revision {group[0].revision} loses rows of {tables} on {first.missing_on}{when}: {numbers}."


def _fix(group: Group) -> str:
    if group[0].difference.detail == "foreign keys on":
        return PRAGMA_OFF
    return "Compare the statements that the revision runs on each database, and make them keep the same rows."


def bad_first(op: Any, sa: Any) -> None:
    """Create two tables, with foreign keys on, as env.py of the example turns them on."""
    op.create_table(
        "authors",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_authors"),
    )
    op.create_table(
        "books",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_books"),
        sa.ForeignKeyConstraint(["author_id"], ["authors.id"], name="fk_books_author_id_authors", ondelete="CASCADE"),
    )
    op.execute("INSERT INTO authors (name) VALUES ('Anna')")
    op.execute("INSERT INTO books (author_id) VALUES (1)")


def bad_second(op: Any, sa: Any) -> None:
    """Rebuild the table that the other one refers to."""
    with op.batch_alter_table("authors") as batch_op:
        batch_op.alter_column("name", existing_type=sa.Text(), nullable=False)


def good_second(op: Any, _sa: Any) -> None:
    """Add a column: SQLite does that in place."""
    op.execute("UPDATE authors SET name = 'Berta'")


RULE = Rule(
    name="rows-lost",
    severity="error",
    check=check,
    bad=(bad_first, bad_second),
    good=(bad_first, good_second),
    env='connection.exec_driver_sql("PRAGMA foreign_keys=ON" if connection.dialect.name == "sqlite" else "SELECT 1"); '
    "connection.commit()",
    rows=True,
)
