"""A statement that the project gives is accepted by one database and refused by the other, or gives other rows.

These are the statements of `probes` in the settings, tried in order at the last revision, and of `rows`. Each runs
in a transaction of its own, on the connection that env.py configured; what it does stays.

Why it matters: the project says that its application does this. SQLite enforces neither lengths nor ranges, and foreign
keys only on request; LIKE ignores case there; a text is no error in a column of numbers.

Instead: keep to what both databases do, or make SQLite as strict: a CHECK, `PRAGMA foreign_keys=ON` on each connection,
`lower()` on both sides of LIKE.

Blind spots: rows are compared without regard to their order, unless the statement asks for one. A column of numbers in
which SQLite gives a float is compared up to 12 digits, as PostgreSQL may have counted with decimals; integers and texts
are compared as they are.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from harness.model import Finding, Rule, Witness
from harness.model.row_walks import of_rows

if TYPE_CHECKING:
    from collections.abc import Iterable

    from harness.model import Comparison, Difference

ADVICE = (
    (
        "too long",
        "SQLite does not enforce the length: check it in the application, or by a CHECK (length(column) <= n).",
    ),
    ("foreign key", "Turn foreign keys on for each SQLite connection: PRAGMA foreign_keys=ON."),
    ("out of range", "SQLite stores 64 bits in any integer: check the range in the application, or by a CHECK."),
    ("null value", "Give the value, or let both databases number the column."),
    (
        "NOT NULL",
        "SQLite numbers only an INTEGER PRIMARY KEY: use sa.BigInteger().with_variant(sa.Integer(), 'sqlite').",
    ),
    ("duplicate key", "Set the sequence behind the rows that were inserted with their keys."),
    ("invalid input", "SQLite stores any text: convert the value to the type of the column before."),
)


def check(comparison: Comparison) -> Iterable[Finding]:
    """Find the project's statements whose outcomes differ."""
    for walk, item in of_rows(comparison, "statement-differs"):
        if walk.forced:
            continue
        difference = item.difference
        sql, dev, prod = str(difference.statement), str(difference.dev), str(difference.prod)
        yield Finding(
            rule="probe-differs",
            severity="error",
            kind="behaviour",
            table=difference.table,
            name=difference.name,
            column=difference.columns[0] if len(difference.columns) == 1 else None,
            columns=difference.columns,
            dev=dev,
            prod=prod,
            revision=item.revision,
            file=item.file,
            line=item.line,
            message=f"A statement of the project is {dev} on dev and {prod} on prod."
            if "gives" not in dev
            else f"A statement of the project {dev} on dev and {prod} on prod.",
            fix=_fix(difference),
            witness=Witness(sql=sql, dev=dev, prod=prod),
        )


def _fix(difference: Difference) -> str:
    text = f"{difference.dev} {difference.prod}"
    if " like " in str(difference.statement).lower():
        return (
            "LIKE ignores case on SQLite only: compare lower(column) LIKE lower(pattern), or use ilike() of SQLAlchemy."
        )
    return next(
        (advice for part, advice in ADVICE if part in text), "Write the statement so that both databases do the same."
    )


def bad(op: Any, sa: Any) -> None:
    """Create a column whose length SQLite does not enforce."""
    op.create_table("items", sa.Column("id", sa.Integer(), primary_key=True), sa.Column("label", sa.String(3)))


def good(op: Any, sa: Any) -> None:
    """Enforce the length on both databases."""
    op.create_table(
        "items",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("label", sa.String(3)),
        sa.CheckConstraint("length(label) <= 3", name="ck_items_label_length"),
    )


RULE = Rule(
    name="probe-differs",
    severity="error",
    check=check,
    bad=(bad,),
    good=(good,),
    probes=("INSERT INTO items (label) VALUES ('four')",),
    rows=True,
)
