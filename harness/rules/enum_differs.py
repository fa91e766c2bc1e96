"""An Enum takes other labels on each database.

Why it matters: a value that development takes is refused in production. `alter_column` to an Enum with one label
more changes the check on SQLite and nothing on PostgreSQL; an Enum whose name another one has takes that one's labels.

Instead: on PostgreSQL add the label to the type, `ALTER TYPE ... ADD VALUE`, in an `autocommit_block()`; give each
Enum a name of its own.

Blind spots: an Enum without `create_constraint=True` is a plain VARCHAR on SQLite, where any text is taken. The labels
that an operation declares are then held against the type on PostgreSQL, those in SQL or of `metadata.create_all` not.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from harness.model import Rule
from harness.model.findings import Group, findings_from
from harness.model.mending import batch, identifier, on, quoted, revision

if TYPE_CHECKING:
    from collections.abc import Iterable

    from harness.model import Comparison, Difference, Finding


def check(comparison: Comparison) -> Iterable[Finding]:
    """Find enums whose labels differ."""
    return findings_from(
        comparison.having("differs", kind="enum"),
        rule="enum-differs",
        severity="error",
        message=_message,
        fix=_fix,
    )


def _message(group: Group) -> str:
    return " ".join(_told(item.difference) for item in group)


def _told(difference: Difference) -> str:
    where = f"The column {difference.table}.{difference.column}"
    if difference.expected is None:
        return f"{where} takes {difference.dev} on dev and {difference.prod} on prod."
    declared = f"{where} is declared with {difference.expected}, and dev takes any text"
    return f"{declared}; on prod its type {difference.detail} takes {difference.prod} only."


def _fix(group: Group) -> str:
    lines = [line for item in group for line in _code(item.difference)]
    words = "Give the type all its labels on both databases; on PostgreSQL a new label is added to the type itself."
    if any(_shares_nothing(item.difference) for item in group):
        words = "Two Enums of one name are one type on PostgreSQL: give each a name of its own, or one all labels."
    return revision(words, group[0].revision, lines)


def _shares_nothing(difference: Difference) -> bool:
    declared, held = str(difference.expected or difference.dev).split(", "), str(difference.prod).split(", ")
    return not set(declared) & set(held)


def _code(difference: Difference) -> list[str]:
    """Add to each side the labels that only the other has: a type on PostgreSQL, a check on SQLite."""
    dev, prod = str(difference.expected or difference.dev).split(", "), str(difference.prod).split(", ")
    kind = str(difference.detail)
    lines: list[str] = []
    added = [label for label in dev if label not in prod]
    if added:
        labels = [label.replace("'", "''") for label in added]
        texts = [f"ALTER TYPE {identifier(kind)} ADD VALUE '{label}'" for label in labels]
        calls = [f"    op.execute({quoted(text)})" for text in texts]
        lines += on("prod", ["with op.get_context().autocommit_block():", *calls])
    if set(prod) - set(dev) and difference.expected is None:
        old, new = (_enum(every, kind) for every in (dev, list(dict.fromkeys([*prod, *dev]))))
        call = f"batch_op.alter_column({quoted(difference.column)}, existing_type={old}, type_={new})"
        lines += on("dev", batch(difference.table, [call]))
    return lines


def _enum(labels: list[str], name: str) -> str:
    return f"sa.Enum({', '.join(map(quoted, labels))}, name={quoted(name)}, create_constraint=True)"


def bad(op: Any, sa: Any) -> None:
    """Give the column a longer Enum."""
    short = sa.Enum("open", "done", name="item_state", create_constraint=True)
    longer = sa.Enum("open", "done", "late", name="item_state", create_constraint=True)
    op.create_table(
        "items",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("state", short),
        sa.PrimaryKeyConstraint("id", name="pk_items"),
    )
    with op.batch_alter_table("items") as batch_op:
        batch_op.alter_column("state", existing_type=short, type_=longer)


def good(op: Any, sa: Any) -> None:
    """Make the Enum with all its labels."""
    op.create_table(
        "items",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("state", sa.Enum("open", "done", "late", name="item_state", create_constraint=True)),
        sa.PrimaryKeyConstraint("id", name="pk_items"),
    )


RULE = Rule(name="enum-differs", severity="error", check=check, bad=(bad,), good=(good,))
