"""A downgrade fails, or the revision cannot be applied again after it.

Checked with `--downgrade`: the whole history is walked down to base, one revision at a time, and up again.

Why it matters: a failed downgrade is found when a deployment must be taken back. An enum type that the downgrade
leaves behind stops the next upgrade on PostgreSQL: "type already exists".

Instead: drop what refers to a table before the table, and the enum type after it:
`sa.Enum(name="...").drop(op.get_bind(), checkfirst=True)`.

Where the downgrade left something that stops the next upgrade, that is the finding (downgrade-not-restored).

Blind spots: a team that only goes forward leaves the option off.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from harness.model import Finding, Rule
from harness.model.wording import listed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from harness.model import Comparison, Side, Step

UP, DOWN = "upgrading again", "downgrading"


def check(comparison: Comparison) -> Iterable[Finding]:
    """Find the revision on which a round trip stopped; the same one on both sides is one finding.

    A way that stops at what a downgrade left there is a consequence: that it was left is the finding.
    """
    for way in (DOWN, UP):
        failed: dict[str, dict[Side, Step]] = {}
        for trip in comparison.round_trips:
            walked = trip.down if way == DOWN else trip.up
            if walked is not None and walked.failed is not None and not trip.stops(walked.failed):
                failed.setdefault(walked.failed.revision, {})[trip.side] = walked.failed
        yield from _findings(comparison, failed, way)


def _findings(comparison: Comparison, failed: dict[str, dict[Side, Step]], way: str) -> Iterator[Finding]:
    for identifier, steps in failed.items():
        failure = next(iter(steps.values())).failure
        operation = failure.operation if failure else None
        revision = comparison.revision(identifier)
        texts = {side: _text(step) for side, step in steps.items()}
        what = next(iter(texts.values())).splitlines()[0].rstrip(". ")
        yield Finding(
            rule="downgrade-fails",
            severity="error",
            kind="downgrade",
            table=operation.table if operation else None,
            name=next(iter(operation.names), operation.table) if operation else None,
            columns=operation.names[1:] if operation else (),
            dev=texts.get("dev"),
            prod=texts.get("prod"),
            revision=identifier,
            file=revision.file if revision else None,
            line=failure.line if failure else None,
            message=f"Revision {identifier} fails on {listed(texts)} when {way}: {what}.",
            fix=_fix(what, way),
        )


def _text(step: Step) -> str:
    return f"{step.failure.type}: {step.failure.message}" if step.failure else "failed"


def _fix(text: str, way: str) -> str:
    if way == UP and "type " in text and "already exists" in text:
        return "Drop the type in downgrade(): sa.Enum(name=...).drop(op.get_bind(), checkfirst=True)."
    if way == UP and "already exists" in text:
        return "Drop in downgrade() everything that upgrade() makes."
    if "other objects depend on it" in text:
        return "Drop in downgrade() what refers to the table first: the reverse order of upgrade()."
    return "Write downgrade() as the exact reverse of upgrade(), with the names that both databases have."


def bad(op: Any, sa: Any) -> None:
    """Create two tables; the test's downgrade drops the parent first."""
    op.create_table("shelves", sa.Column("id", sa.Integer(), primary_key=True))
    op.create_table(
        "items",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("shelf_id", sa.Integer(), sa.ForeignKey("shelves.id", name="fk_items_shelf_id_shelves")),
    )


def good(op: Any, sa: Any) -> None:
    """Create the same; the test's downgrade drops the child first."""
    bad(op, sa)


def bad_down(op: Any, _sa: Any) -> None:
    """Drop the parent first."""
    op.drop_table("shelves")
    op.drop_table("items")


def good_down(op: Any, _sa: Any) -> None:
    """Drop the child first."""
    op.drop_table("items")
    op.drop_table("shelves")


RULE = Rule(
    name="downgrade-fails",
    severity="error",
    check=check,
    bad=(bad,),
    good=(good,),
    bad_down=(bad_down,),
    good_down=(good_down,),
)
