"""Every revision ran, and the version table of the database does not hold the heads.

Why it matters: `alembic upgrade` prints no error, and the schema is not there. On PostgreSQL the whole run is
rolled back; on SQLite the tables stay and the version does not, so that the next run fails on tables that exist.

Instead: a statement that env.py executes before `context.configure(connection=...)` opens a transaction which
Alembic takes for the caller's, and never commits. Commit or roll back after that statement, or run it inside
`context.begin_transaction()`.

Blind spots: a version table that the revisions themselves rewrite.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from harness.model import Finding, Rule
from harness.model.wording import listed

if TYPE_CHECKING:
    from collections.abc import Iterable

    from harness.model import Comparison, Walked


def check(comparison: Comparison) -> Iterable[Finding]:
    """Compare what a second connection reads in the version table with the heads, or with what the target names."""
    aims = comparison.aims or comparison.heads
    held = {walked.side: _held(walked) for walked in (comparison.dev, comparison.prod) if _lacks(walked, aims)}
    if not held:
        return
    wanted = listed(aims)
    texts = " and ".join(f"{text} on {side}" for side, text in held.items())
    if len(held) > 1 and held["dev"] == held["prod"]:
        texts = f"{held['dev']} on dev and prod"
    yield Finding(
        rule="not-committed",
        severity="error",
        kind="history",
        name=wanted,
        revision=aims[-1],
        dev=held.get("dev"),
        prod=held.get("prod"),
        message=f"Every revision ran without an error, and the version table holds {texts} instead of {wanted}.",
        fix="In env.py commit after a statement that runs before context.configure(), or move the statement behind "
        "context.begin_transaction().",
    )


def _lacks(walked: Walked, heads: tuple[str, ...]) -> bool:
    complete = walked.broken is None and bool(walked.steps) and all(step.status == "ok" for step in walked.steps)
    return complete and walked.committed is not None and not set(heads) <= walked.committed


def _held(walked: Walked) -> str:
    return listed(sorted(walked.committed or ())) if walked.committed else "nothing"


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
    always=True,
)
