"""The revision files do not make a history: a revision that is missing, there twice, or comes after itself.

Why it matters: Alembic runs none of it, on no database.

Instead: correct `down_revision` in the file that the finding names.

Blind spots: none known.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from harness.model import Finding, Rule

if TYPE_CHECKING:
    from collections.abc import Iterable

    from harness.model import Comparison, Revision


def check(comparison: Comparison) -> Iterable[Finding]:
    """Report each defect of the graph of revisions."""
    for text, identifier in comparison.defects:
        revision = comparison.revision(identifier) if identifier else None
        yield Finding(
            rule="broken-history",
            severity="error",
            kind="history",
            name=identifier,
            revision=identifier,
            file=revision.file if revision else None,
            message=f"The history is broken: {text}.",
            fix=_fix(text, revision),
        )


def _fix(text: str, revision: Revision | None) -> str:
    if "exists twice" in text:
        return "Give one of the two files an identifier of its own, and let what comes after it follow that one."
    if "in a circle" in text:
        return (
            "Correct down_revision in one of them: it names the revision that was the last one when the file was made."
        )
    file = revision.file if revision else "that file"
    return f"Correct down_revision (or depends_on) in {file}, or bring the missing file back."


def bad(op: Any, sa: Any) -> None:
    """Come after a revision that does not exist."""
    op.create_table("items", sa.Column("id", sa.Integer(), primary_key=True))


def good(op: Any, sa: Any) -> None:
    """Come first."""
    op.create_table("items", sa.Column("id", sa.Integer(), primary_key=True))


RULE = Rule(
    name="broken-history", severity="error", check=check, bad=(bad,), good=(good,), missing_parent=True, always=True
)
