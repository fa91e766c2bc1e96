"""A downgrade does not restore the schema that was there before its revision.

Checked with `--downgrade`: after each step down the schema is compared with the one before that revision, and after the way up again
with the one at the head.

Why it matters: the database after a downgrade is one that nobody has tested. On SQLite a batch operation in `downgrade()` rebuilds the
table and drops checks without a name; on PostgreSQL an enum type or a function stays behind.

Instead: reverse each operation of `upgrade()`; name every check; drop types and functions that the revision made.

Blind spots: histories with branches are compared at the base only where the way down does not mirror the way up.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from harness.model import Finding, Rule
from harness.model.findings import object_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from harness.model import Comparison, Difference, Divergence, RoundTrip

WORDS = {"fk": "foreign key", "uq": "unique constraint", "ck": "check", "ix": "index", "pk": "primary key"}


def check(comparison: Comparison) -> Iterable[Finding]:
    """Find what is gone, changed or left after a step down, and after the way up again."""
    for trip in comparison.round_trips:
        for found, when in ((trip.left, "the downgrade of {}"), (trip.again, "down and up again to {}")):
            yield from _findings(trip, found, when)


def _findings(trip: RoundTrip, found: tuple[tuple[str, Divergence], ...], when: str) -> Iterator[Finding]:
    groups: dict[tuple[str, str, str], list[Divergence]] = {}
    for fate, divergence in found:
        groups.setdefault((fate, divergence.revision, divergence.difference.kind), []).append(divergence)
    for (fate, revision, _kind), group in groups.items():
        first = group[0].difference
        names = ", ".join(_name(item.difference) for item in group)
        state = {"gone": "is gone", "new": "is left", "changed": f"is {first.prod} instead of {first.dev}"}[fate]
        held = {"gone": first.dev, "new": first.prod, "changed": first.prod}[fate]
        yield Finding(
            rule="downgrade-not-restored",
            severity="error",
            kind="downgrade",
            table=first.table,
            name=first.name,
            column=first.column,
            dev=held if trip.side == "dev" else None,
            prod=held if trip.side == "prod" else None,
            objects=tuple(object_of(item) for item in group) if len(group) > 1 else (),
            revision=revision,
            file=group[0].file,
            line=group[0].line,
            message=f"After {when.format(revision)} on {trip.side}, {names} {state}.",
            fix=_fix(fate, first),
        )


def _name(difference: Difference) -> str:
    word = WORDS.get(difference.kind, difference.kind)
    name = difference.name or difference.dev or difference.prod
    return f"the {word} {name}" + (f" of {difference.table}" if difference.table not in {None, difference.name} else "")


def _fix(fate: str, first: Difference) -> str:
    if first.kind == "enum" and fate == "new":
        return f"Drop the type in downgrade(): sa.Enum(name={first.name!r}).drop(op.get_bind(), checkfirst=True)."
    if first.kind == "ck" and fate == "gone":
        return "Name the check where it is made: a batch operation on SQLite leaves out checks without a name."
    if fate == "new":
        return f"Drop {first.name} in downgrade()."
    return f"Restore {first.name or first.dev} in downgrade(), as it was before the revision."


def bad(op: Any, sa: Any) -> None:
    """Create a table; the test's downgrade does nothing."""
    op.create_table("items", sa.Column("id", sa.Integer(), primary_key=True))


def good(op: Any, sa: Any) -> None:
    """Create the same; the test's downgrade drops it."""
    bad(op, sa)


def bad_down(_op: Any, _sa: Any) -> None:
    """Do nothing."""


def good_down(op: Any, _sa: Any) -> None:
    """Drop the table."""
    op.drop_table("items")


RULE = Rule(
    name="downgrade-not-restored",
    severity="error",
    check=check,
    bad=(bad,),
    good=(good,),
    bad_down=(bad_down,),
    good_down=(good_down,),
)
