"""env.py makes a URL an option of Alembic, and does not double its percent signs.

Why it matters: Alembic's configuration reads `%` as the beginning of a placeholder. A password with a reserved
character is encoded in a URL (`@` becomes `%40`), and `config.set_main_option("sqlalchemy.url", url)` then raises
ValueError. It works until somebody chooses such a password.

Instead: `config.set_main_option("sqlalchemy.url", url.replace("%", "%%"))`.

Blind spots: env.py is read as text; one that doubles the signs in another file is named as well.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from harness.model import Finding, Rule

if TYPE_CHECKING:
    from collections.abc import Iterable

    from harness.model import Comparison


def check(comparison: Comparison) -> Iterable[Finding]:
    """Report the line that sets the option."""
    for note in comparison.noted("percent-unescaped"):
        yield Finding(
            rule="percent-unescaped",
            severity="note",
            kind="history",
            name=note.file,
            file=note.file,
            line=note.line,
            message="The URL becomes an option of Alembic with its percent signs as they are: a password with an "
            "encoded character, such as %40 for @, raises ValueError.",
            fix='Write config.set_main_option("sqlalchemy.url", url.replace("%", "%%")).',
        )


def bad(op: Any, sa: Any) -> None:
    """Run under an env.py that sets the option as it comes."""
    op.create_table("items", sa.Column("id", sa.Integer(), primary_key=True))


def good(op: Any, sa: Any) -> None:
    """Run under an env.py that does not set it."""
    op.create_table("items", sa.Column("id", sa.Integer(), primary_key=True))


RULE = Rule(
    name="percent-unescaped",
    severity="note",
    check=check,
    bad=(bad,),
    good=(good,),
    env="context.config.set_main_option('sqlalchemy.url', str(engine.url))",
)
