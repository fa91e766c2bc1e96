"""The models say something that no migration made, or the migrations made something that the models do not say.

This is what `alembic check` finds on each database, with types, server defaults and enum labels always compared,
and `include_object` and `include_name` of env.py honoured.

Why it matters: the application works on a database made by `create_all()`, as tests do, and not on a migrated one.

Instead: `alembic revision --autogenerate` (or `flask db migrate`), read what it writes, and commit it; or correct
the models.

What Alembic does not compare is compared as PostgreSQL spells it, in tables that the models make there and that are
rolled back: primary keys and whether they number themselves, the conditions of checks and indexes, expressions, the
options of foreign keys, computed columns.

A server default that the database has and the models have not is a note: it is how a NOT NULL column is added to a
table with rows.

Blind spots: how long SQLite says that a text is, which it does not enforce; the order of an enum's labels; the names of
checks; a unique index where the models have a constraint; keys, checks and conditions of tables that name a schema,
which are listed as not checked. A table of one migration that the metadata in env.py does not know is reported as one
too many.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from harness.model import Rule
from harness.model.findings import Group, findings_from
from harness.model.mending import on, revision
from harness.model.mending_columns import numbering
from harness.model.wording import KINDS, PLURALS, listed

if TYPE_CHECKING:
    from collections.abc import Iterable

    from harness.model import Comparison, Difference, Divergence, Finding, Severity

WORDS = {"nullable": "nullability", "default": "server default", "computed": "expression"}
WHERE = {None: "both databases", "dev": "dev", "prod": "prod"}
NUMBERED = (
    "Let the column number itself. On SQLite only a key of INTEGER does, so use "
    'sa.BigInteger().with_variant(sa.Integer(), "sqlite") there and in the models.'
)

BY_HAND = {
    "pk": "Write the key that is meant in a new revision, in a batch, or in the models: Alembic compares no keys.",
    "ck": (
        "Write it by hand, in a batch of a new revision, batch_op.create_check_constraint() or drop_constraint(), or "
        "in the models: Alembic compares no checks."
    ),
    "default": (
        "Write batch_op.alter_column(..., server_default=...) in a new revision, or the default in the models: Alembic "
        "compares defaults only where env.py says compare_server_default=True."
    ),
    "enum": (
        "Add the label in a new revision, ALTER TYPE ... ADD VALUE in op.get_context().autocommit_block(), or take it "
        "out of the models: Alembic compares no labels."
    ),
    "computed": "Drop the column in a new revision, and add it with its new expression: no database alters one.",
}
"""What `alembic revision --autogenerate` does not write (Alembic documentation, "What does Autogenerate Detect")."""


def check(comparison: Comparison) -> Iterable[Finding]:
    """Find what the models have otherwise than both databases, or than one of them."""
    found = list(comparison.having("drift"))
    severities: tuple[Severity, ...] = ("warning", "note")
    for severity in severities:
        chosen = [item for item in found if _is_harmless(item.difference) == (severity == "note")]
        yield from findings_from(
            chosen, rule="models-drift", severity=severity, message=_message, fix=_fix, group_by=_together
        )


def _is_harmless(difference: Difference) -> bool:
    """A default that only the database has serves the rows from before the column; the application gives the value."""
    return difference.kind == "default" and difference.detail == "differs" and difference.expected == "none"


def _together(divergence: Divergence) -> object:
    """Group tables, which the metadata in env.py knows or does not know as a whole, and what stands on one table."""
    difference = divergence.difference
    what = (difference.detail, difference.kind, difference.missing_on)
    return what if difference.kind == "table" else (divergence.revision, difference.table, *what)


def _message(group: Group) -> str:
    first = group[0].difference
    if first.detail == "differs":
        return " ".join(_two_texts(item.difference) for item in group)
    where = _where(first)
    names = listed(_name(item.difference) for item in group)
    word = _word(first)
    words = word if len(group) == 1 else PLURALS.get(word, f"{word}s")
    if first.detail == "missing":
        return f"The models have the {words} {names}, which {where} lack{'' if where.startswith('both') else 's'}."
    return f"The {words} {names} {'is' if len(group) == 1 else 'are'} on {where}, and not in the models."


def _two_texts(difference: Difference) -> str:
    name, held, where = _name(difference), _held(difference) or "none", _where(difference)
    if difference.kind == "identity":
        return f"The column {name} {difference.expected} in the models, and {held} on {where}."
    subject = f"{_word(difference)} of {name}" if difference.column else f"{_word(difference)} {name}"
    return f"The {subject} is {held} on {where}, and {difference.expected or 'none'} in the models."


def _where(difference: Difference) -> str:
    return WHERE[difference.missing_on]


def _word(difference: Difference) -> str:
    return WORDS.get(difference.kind) or KINDS.get(difference.kind, difference.kind)


def _held(difference: Difference) -> str | None:
    return difference.dev if difference.missing_on == "dev" else difference.prod


def _name(difference: Difference) -> str:
    if difference.kind == "table":
        return str(difference.table)
    if difference.column:
        return f"{difference.table}.{difference.column}"
    columns = f" ({', '.join(difference.columns)})" if difference.columns else ""
    return f"{difference.name or ''} on {difference.table}{columns}".strip()


def _fix(group: Group) -> str:
    first = group[0].difference
    if first.kind in BY_HAND:
        return BY_HAND[first.kind]
    if first.kind == "identity":
        lines = [line for item in group for line in numbering(item.difference.table, item.difference.column)]
        return revision(NUMBERED, group[0].revision, on("prod", lines))
    if first.detail == "extra":
        return "Add it to the models, or drop it in a new revision (`alembic revision --autogenerate` writes it)."
    return "Write a new revision with `alembic revision --autogenerate` (Flask: `flask db migrate`), and read it."


def bad(op: Any, sa: Any) -> None:
    """Leave out the unique constraint that the models have."""
    op.create_table("items", sa.Column("id", sa.Integer(), primary_key=True), sa.Column("sku", sa.String(20)))


def good(op: Any, sa: Any) -> None:
    """Make it."""
    op.create_table(
        "items",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("sku", sa.String(20)),
        sa.UniqueConstraint("sku", name="uq_items_sku"),
    )


def models(sa: Any, metadata: Any) -> None:
    """Declare the table of the examples."""
    sku = sa.UniqueConstraint("sku", name="uq_items_sku")
    sa.Table("items", metadata, sa.Column("id", sa.Integer, primary_key=True), sa.Column("sku", sa.String(20)), sku)


RULE = Rule(name="models-drift", severity="warning", check=check, bad=(bad,), good=(good,), models=models)
