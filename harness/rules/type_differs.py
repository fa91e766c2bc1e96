"""A column has types that mean different things on the two databases.

Why it matters: a value is stored, rounded, cut or refused on one side only. SQLite takes a type that it does not
know for NUMERIC: a `UUID` of digits becomes a number there.

Instead: use a type that SQLAlchemy spells for each database (`sa.Uuid()` in place of `sa.UUID()`, `sa.DateTime()`
in place of `sa.DATETIME()`), or declare both with `with_variant`, which this rule accepts.

Blind spots: SQLite does not show a time zone, and does not enforce lengths.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from harness.model import Rule
from harness.model.findings import Group, findings_from
from harness.model.mending import batch, on, quoted, revision
from harness.model.mending_columns import type_code
from harness.model.wording import listed

if TYPE_CHECKING:
    from collections.abc import Iterable

    from harness.model import Comparison, Difference, Finding


OF_MOMENTS = ("sa.Date", "sa.Time")
BY_COPY = (
    "Where {} is deployed, mend it on dev in a new revision that adds a column of that type, copies the values, "
    "drops the old column and renames the new one: a batch that alters the type makes numbers of them, '2024' of "
    "'2024-05-06'."
)


def check(comparison: Comparison) -> Iterable[Finding]:
    """Find columns whose types do not mean the same."""
    return findings_from(
        comparison.having("differs", kind="type"),
        rule="type-differs",
        severity="error",
        message=_message,
        fix=_fix,
    )


def _message(group: Group) -> str:
    return " ".join(
        f"The column {item.difference.table}.{item.difference.column} is {item.difference.dev or 'without a type'}"
        f" on dev and {item.difference.prod} on prod."
        for item in group
    )


def _fix(group: Group) -> str:
    if all(str(item.difference.prod).lower() == "real" for item in group):
        return _as_wide_as_on_dev(group)
    kinds = [_type(item.difference) for item in group]
    if None in kinds:
        return (
            "Declare the type of each database: "
            'sa.Text().with_variant(postgresql.<the type of production>(), "postgresql"), or use one that both have.'
        )
    words = f"Use {listed(str(kind) for kind in kinds)}, which SQLAlchemy spells for each database."
    if any(str(kind).startswith(OF_MOMENTS) for kind in kinds):
        return f"{words} {BY_COPY.format(group[0].revision)}"
    lines = []
    for item, kind in zip(group, kinds, strict=True):
        call = f"batch_op.alter_column({quoted(item.difference.column)}, type_={kind})"
        lines += batch(item.difference.table, [call])
    return revision(words, group[0].revision, on("dev", lines))


def _as_wide_as_on_dev(group: Group) -> str:
    """SQLite knows no number of 4 bytes."""
    lines = []
    for item in group:
        call = f"batch_op.alter_column({quoted(item.difference.column)}, type_=sa.Double())"
        lines += batch(item.difference.table, [call])
    words = "Use sa.Double(): SQLite keeps 8 bytes of any fraction, whatever its type."
    return revision(words, group[0].revision, on("prod", lines))


def _type(difference: Difference) -> str | None:
    """Give the type that production has, in the words of SQLAlchemy."""
    if str(difference.prod).lower() == "citext":
        return 'sa.String(collation="NOCASE").with_variant(sa.dialects.postgresql.CITEXT(), "postgresql")'
    return type_code(difference.prod)


def bad(op: Any, sa: Any) -> None:
    """Use the upper-case type, which SQLite does not know."""
    op.create_table(
        "items",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token", sa.UUID()),
        sa.PrimaryKeyConstraint("id", name="pk_items"),
    )


def good(op: Any, sa: Any) -> None:
    """Use the type that SQLAlchemy spells for each database."""
    op.create_table(
        "items",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token", sa.Uuid()),
        sa.PrimaryKeyConstraint("id", name="pk_items"),
    )


RULE = Rule(name="type-differs", severity="error", check=check, bad=(bad,), good=(good,))
