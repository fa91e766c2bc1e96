"""A URL is made into text by `str()`, which hides the password, and is then used to connect.

Why it matters: SQLAlchemy writes `***` for the password in `str(engine.url)`. SQLite has no password, so the mistake is
first met in production, as "password authentication failed". Flask-Migrate's env.py did this until version 3.

Instead: `url.render_as_string(hide_password=False)`, with `.replace("%", "%%")` where it becomes an option of Alembic.

Blind spots: not seen when the PostgreSQL server of the check lets this user in without a password.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from harness.model import Finding, Rule

if TYPE_CHECKING:
    from collections.abc import Iterable

    from harness.model import Comparison


def check(comparison: Comparison) -> Iterable[Finding]:
    """Find each line that made an engine of such a URL."""
    for note in comparison.noted("password-masked"):
        yield Finding(
            rule="password-masked",
            severity="error",
            kind="history",
            name=note.file,
            file=note.file,
            line=note.line,
            prod="password authentication failed",
            message="The URL of an engine was made by str(), which writes *** for the password: production refuses it.",
            fix='Write url.render_as_string(hide_password=False).replace("%", "%%") instead of str(url).',
        )


def bad(op: Any, sa: Any) -> None:
    """Run under an env.py that makes an engine of str(engine.url)."""
    op.create_table("items", sa.Column("id", sa.Integer(), primary_key=True))


def good(op: Any, sa: Any) -> None:
    """Run under an env.py that does not."""
    op.create_table("items", sa.Column("id", sa.Integer(), primary_key=True))


RULE = Rule(
    name="password-masked",
    severity="error",
    check=check,
    bad=(bad,),
    good=(good,),
    env="sa.create_engine(str(engine.url))",
)
