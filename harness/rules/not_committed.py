"""Every revision ran, and the version table of the database does not hold the heads.

Why it matters: `alembic upgrade` prints no error, and the schema is not there. On PostgreSQL the whole run is rolled back; on SQLite the
tables stay and the version does not, so that the next run fails on tables that exist.

Instead: a statement that env.py executes before `context.configure(connection=...)` opens a transaction which Alembic takes for the
caller's, and never commits. Commit or roll back after that statement, or run it inside `context.begin_transaction()`.

Blind spots: a version table that the revisions themselves rewrite.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from harness.model import Finding, Rule

if TYPE_CHECKING:
    from collections.abc import Iterable

    from harness.model import Comparison


def check(comparison: Comparison) -> Iterable[Finding]:
    """Compare what a second connection reads in the version table with the heads of the history."""
    for walked in (comparison.dev, comparison.prod):
        complete = walked.broken is None and walked.steps and all(step.status == "ok" for step in walked.steps)
        if not complete or walked.committed is None or set(comparison.heads) <= walked.committed:
            continue
        held = ", ".join(sorted(walked.committed)) or "nothing"
        wanted = ", ".join(comparison.heads)
        yield Finding(
            rule="not-committed",
            severity="error",
            kind="history",
            name=wanted,
            revision=walked.steps[-1].revision,
            dev=held if walked.side == "dev" else None,
            prod=held if walked.side == "prod" else None,
            message=f"env.py ran without an error on {walked.side}, and the version table holds {held} instead of {wanted}.",
            fix="In env.py commit after a statement that runs before context.configure(), or move it behind "
            "context.begin_transaction().",
        )


def bad(op: Any, sa: Any) -> None:
    """Run under an env.py that executes a statement before configure()."""
    op.create_table("items", sa.Column("id", sa.Integer(), primary_key=True))


def good(op: Any, sa: Any) -> None:
    """Run under an env.py that does not."""
    op.create_table("items", sa.Column("id", sa.Integer(), primary_key=True))


RULE = Rule(
    name="not-committed",
    severity="error",
    check=check,
    bad=(bad,),
    good=(good,),
    env="connection.execute(sa.text('SELECT 1'))",
)
