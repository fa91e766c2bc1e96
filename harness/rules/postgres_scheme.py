"""A URL begins with `postgres://`.

Why it matters: SQLAlchemy has known only `postgresql://` since version 1.4, and raises NoSuchModuleError for the other.
Hosting platforms still hand out the short form in DATABASE_URL.

Instead: `postgresql://` in what the project writes itself; `url.replace("postgres://", "postgresql://", 1)` for a URL
that comes from outside.

Blind spots: a variable that holds the short form only in production; the check gives it the URL of its own database.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from harness.model import Finding, Rule

if TYPE_CHECKING:
    from collections.abc import Iterable

    from harness.model import Comparison


def check(comparison: Comparison) -> Iterable[Finding]:
    """Find each line that handed such a URL to SQLAlchemy or Flask."""
    for note in comparison.noted("postgres-scheme"):
        yield Finding(
            rule="postgres-scheme",
            severity="error",
            kind="history",
            name=note.file,
            file=note.file,
            line=note.line,
            prod="NoSuchModuleError: Can't load plugin: sqlalchemy.dialects:postgres",
            message="The URL of the database begins with postgres://, which SQLAlchemy does not know.",
            fix='Write postgresql://; for a URL from outside, url.replace("postgres://", "postgresql://", 1).',
        )


def bad(op: Any, sa: Any) -> None:
    """Run under an env.py that uses such a URL."""
    op.create_table("items", sa.Column("id", sa.Integer(), primary_key=True))


def good(op: Any, sa: Any) -> None:
    """Run under an env.py that does not."""
    op.create_table("items", sa.Column("id", sa.Integer(), primary_key=True))


RULE = Rule(
    name="postgres-scheme",
    severity="error",
    check=check,
    bad=(bad,),
    good=(good,),
    env="sa.create_engine('postgres://app:secret@production.invalid/app')",
)
