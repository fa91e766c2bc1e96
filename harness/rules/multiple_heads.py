"""The history has several heads.

Why it matters: `alembic upgrade head`, which most deployments run, stops with "Multiple head revisions are
present". It happens when two branches of the source were merged and their revisions were not.

Instead: `alembic merge heads` (or `flask db merge heads`), and commit the revision that it writes. A history that
is meant to have several heads gives each a branch label of its own, and its deployments name the branch. A label below
the place where the branches part is no head's own: `upgrade label@head` fails as `upgrade head` does.

Blind spots: heads that each have a branch label of their own are taken as meant.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from harness.model import Finding, Rule
from harness.model.wording import listed

if TYPE_CHECKING:
    from collections.abc import Iterable

    from harness.model import Comparison


def check(comparison: Comparison) -> Iterable[Finding]:
    """Find heads of which one has no label of its own."""
    revisions = {revision.id: revision for revision in comparison.revisions}
    labels = [_labels(head, revisions) for head in comparison.heads]
    shared = {label for label, heads in Counter(label for own in labels for label in own).items() if heads > 1}
    if len(labels) < 2 or all(own - shared for own in labels):  # noqa: PLR2004 - one head is a chain
        return
    last = revisions.get(comparison.heads[-1])
    heads = listed(comparison.heads)
    yield Finding(
        rule="multiple-heads",
        severity="error",
        kind="history",
        name=comparison.heads[-1],
        revision=comparison.heads[-1],
        file=last.file if last else None,
        message=f"The history has {len(comparison.heads)} heads, {heads}: `upgrade head` fails on every database.",
        fix="Merge them and commit that revision: alembic merge heads -m merge (Flask: flask db merge heads -m merge).",
    )


def _labels(head: str, revisions: dict[str, Any]) -> set[str]:
    """Give the labels of a head's branch: its own, and those of all revisions that it follows."""
    labels: set[str] = set()
    seen: set[str] = set()
    waiting = [head]
    while waiting:
        revision = revisions.get(waiting.pop())
        if revision is None or revision.id in seen:
            continue
        labels.update(revision.labels)
        seen.add(revision.id)
        waiting.extend(revision.parents)
    return labels


def bad(op: Any, sa: Any) -> None:
    """Come first."""
    op.create_table("items", sa.Column("id", sa.Integer(), primary_key=True))


def bad_beside(op: Any, sa: Any) -> None:
    """Come first as well, from another branch of the source."""
    op.create_table("shelves", sa.Column("id", sa.Integer(), primary_key=True))


def good(op: Any, sa: Any) -> None:
    """Come first."""
    op.create_table("items", sa.Column("id", sa.Integer(), primary_key=True))


def good_after(op: Any, sa: Any) -> None:
    """Come after it."""
    op.create_table("shelves", sa.Column("id", sa.Integer(), primary_key=True))


RULE = Rule(
    name="multiple-heads",
    severity="error",
    check=check,
    bad=(bad, bad_beside),
    good=(good, good_after),
    branching=True,
)
