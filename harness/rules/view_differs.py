"""A view gives something else on each database: other columns, or other rows.

Why it matters: SQLite expands `SELECT *` whenever the view is read, PostgreSQL once, when it is made: a column that is
added later shows in development only. Renaming a column renames it in the view on SQLite; on PostgreSQL the view keeps
the old name. And a query can mean two things: `price / 2` drops the half of a whole number on SQLite. So views are
read at the head, over generated rows and those of the migrations, where all tables hold the same.

Instead: name the columns, and drop and create the view again in the revision that changes its tables.

Blind spots: a query that PostgreSQL cannot read, as it calls a function of SQLite, is listed as not checked; its
columns and rows are compared all the same. Moments, intervals and JSON in the rows of a view are not compared.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from harness.model import Rule
from harness.model.findings import Group, findings_from
from harness.model.mending import identifier, on, quoted, revision
from harness.model.row_walks import of_rows
from harness.model.wording import listed

if TYPE_CHECKING:
    from collections.abc import Iterable

    from harness.model import Comparison, Difference, Finding

OF_ROWS = (
    "Write the query so that both databases understand it alike: divide by 2.0 and not by 2, as SQLite divides a whole "
    "number of a NUMERIC column as an integer; round what is calculated, and guard a divisor by nullif(x, 0); use "
    "date(x) in place of CAST(x AS DATE), and NULLS LAST in what is ordered."
)


def check(comparison: Comparison) -> Iterable[Finding]:
    """Find views that are on both sides and do not give the same."""
    by_text = list(comparison.having("differs", kind="view"))
    yield from findings_from(by_text, rule="view-differs", severity="error", message=_message, fix=_fix)
    told = {item.difference.name for item in by_text}
    rows = (item for walk, item in of_rows(comparison, "values-differ") if item.difference.kind == "view")
    yield from findings_from(
        (item for item in rows if item.difference.name not in told),
        rule="view-differs",
        severity="error",
        message=_message_of_rows,
        fix=lambda _group: OF_ROWS,
    )


def _message(group: Group) -> str:
    return " ".join(
        f"The view {item.difference.name} has {item.difference.dev} on dev and {item.difference.prod} on prod."
        for item in group
    )


def _message_of_rows(group: Group) -> str:
    return " ".join(
        f"Over the same rows, {_of_columns(item.difference)}the view {item.difference.name} {item.difference.dev} on "
        f"dev and {item.difference.prod} on prod."
        for item in group
    )


def _of_columns(difference: Difference) -> str:
    return f"{listed(difference.columns)} of " if difference.columns else ""


def _fix(group: Group) -> str:
    lines = []
    for item in group:
        lines += [
            f"op.execute({quoted(f'DROP VIEW {identifier(str(item.difference.name))}')})",
            f"op.execute({quoted(item.difference.detail)})",
        ]
    words = "Name the columns in the query, and make the view again in each revision that changes its tables."
    return revision(words, group[0].revision, on("prod", lines))


def bad(op: Any, sa: Any) -> None:
    """Add a column under a view that selects all of them."""
    op.create_table(
        "items", sa.Column("id", sa.Integer(), nullable=False), sa.PrimaryKeyConstraint("id", name="pk_items")
    )
    op.execute("CREATE VIEW all_items AS SELECT * FROM items")
    op.add_column("items", sa.Column("sku", sa.String(20)))


def good(op: Any, sa: Any) -> None:
    """Name the columns."""
    op.create_table(
        "items", sa.Column("id", sa.Integer(), nullable=False), sa.PrimaryKeyConstraint("id", name="pk_items")
    )
    op.execute("CREATE VIEW all_items AS SELECT id FROM items")
    op.add_column("items", sa.Column("sku", sa.String(20)))


RULE = Rule(name="view-differs", severity="error", check=check, bad=(bad,), good=(good,))
