"""Loading the application makes tables, or runs the migrations.

Why it matters: whoever runs `flask db upgrade`, or an env.py that imports the application, loads it first. Where that
calls `create_all()`, a new production database has all tables before the first revision, which then fails because they
exist; an old one gets each new table without its revision. The check left the call out, and ran the revisions alone.

Instead: let only the migrations make tables. Tests may call `create_all()` themselves. Call `upgrade()` in the
deployment, not in the application's factory; that call alone is a note, for it does what the deployment does anyway.

Blind spots: tables that are made by statements of the application's own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from harness.model import Finding, Rule

if TYPE_CHECKING:
    from collections.abc import Iterable

    from harness.model import Comparison


def check(comparison: Comparison) -> Iterable[Finding]:
    """Report each line that was left out while the application was loaded."""
    for note in comparison.noted("create-all-at-import"):
        yield Finding(
            rule="schema-made-at-import",
            severity="warning",
            kind="history",
            name=note.file,
            file=note.file,
            line=note.line,
            message=f"Loading the application calls {note.detail}: the tables are there before the first revision.",
            fix="Take the call out of what is imported, and let only the migrations make tables.",
        )
    for note in comparison.noted("upgrade-at-import"):
        yield Finding(
            rule="schema-made-at-import",
            severity="note",
            kind="history",
            name=note.file,
            file=note.file,
            line=note.line,
            message=f"Loading the application calls {note.detail} of the migrations; the check left it out.",
            fix="Run the migrations in the deployment, not in the application's factory.",
        )


def bad(op: Any, sa: Any) -> None:
    """Make the table that the models have made already."""
    op.create_table("items", sa.Column("id", sa.Integer(), primary_key=True))


def good(op: Any, sa: Any) -> None:
    """Make the table."""
    op.create_table("items", sa.Column("id", sa.Integer(), primary_key=True))


def made_at_import(sa: Any, metadata: Any) -> None:
    """Declare the table, and make it."""
    only_declared(sa, metadata)
    metadata.create_all(sa.create_engine("sqlite:///app.db"))


def only_declared(sa: Any, metadata: Any) -> None:
    """Declare the table."""
    sa.Table("items", metadata, sa.Column("id", sa.Integer(), primary_key=True))


RULE = Rule(
    name="schema-made-at-import",
    severity="warning",
    check=check,
    bad=(bad,),
    good=(good,),
    models=made_at_import,
    good_models=only_declared,
)
