"""A downgrade does not restore the schema that was there before its revision.

Checked with `--downgrade`: after each step down the schema is compared with the one before that revision, and after
the way up again with the one at the head.

Why it matters: the database after a downgrade is one that nobody has tested. On SQLite a batch operation in
`downgrade()` rebuilds the table and drops checks without a name; on PostgreSQL an enum type or a function stays
behind.

Instead: reverse each operation of `upgrade()`; name every check; drop types and functions that the revision made.

What is only spelled otherwise, `DEFAULT 5` for `DEFAULT '5'`, `lower(sku)` for `LOWER(sku)` or a serial for an
identity, is restored: defaults, conditions, expressions and queries of views are compared by what they mean, as between
the two databases.

Blind spots: histories with branches are compared at the base only where the way down does not mirror the way up. Two
clocks are one default. What a downgrade spells otherwise in a table of dev that production has not is told as a change.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from harness.model import Finding, Rule
from harness.model.findings import object_of
from harness.model.wording import KINDS, listed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from harness.model import Comparison, Difference, Divergence, Side, Step

    Found = tuple[str, Side, Divergence]


def check(comparison: Comparison) -> Iterable[Finding]:
    """Find what is gone, changed or left after a step down, and after the way up again."""
    lefts = [(fate, trip.side, item) for trip in comparison.round_trips for fate, item in trip.left]
    agains = [(fate, trip.side, item) for trip in comparison.round_trips for fate, item in trip.again]
    stops = {
        (trip.side, trip.up.failed.revision): trip.up.failed
        for trip in comparison.round_trips
        if trip.up is not None and trip.up.failed is not None and trip.stops(trip.up.failed)
    }
    yield from _findings(lefts, "the downgrade of {}", stops)
    yield from _findings(agains, "the way down and up again to {}", {})


def _findings(found: list[Found], when: str, stops: Mapping[tuple[Side, str], Step]) -> Iterator[Finding]:
    """Give one finding for what one revision does to one kind of thing, on one side or alike on both.

    `stops` are the revisions that cannot be applied again for what they left.
    """
    objects: dict[tuple[str, str, str], dict[Side, Divergence]] = {}
    for fate, side, item in found:
        objects.setdefault((fate, item.revision, _what(item.difference)), {})[side] = item
    groups: dict[tuple[str, str, str, str], list[dict[Side, Divergence]]] = {}
    for (fate, revision, _what_it_is), sides in objects.items():
        kind = next(iter(sides.values())).difference.kind
        groups.setdefault((fate, revision, kind, listed(sides)), []).append(sides)
    for (fate, revision, _kind, where), group in groups.items():
        firsts = [next(iter(sides.values())) for sides in group]
        difference = firsts[0].difference
        held = {side: _held(fate, item.difference) for side, item in group[0].items()}
        states = listed(_state(fate, item.difference) for item in firsts)
        ends = {side: stops[side, revision] for side in group[0] if fate == "new" and (side, revision) in stops}
        yield Finding(
            rule="downgrade-not-restored",
            severity="error",
            kind="downgrade",
            table=difference.table or next((_table(step) for step in ends.values()), None),
            name=difference.name,
            column=difference.column,
            columns=difference.columns,
            dev=held.get("dev"),
            prod=held.get("prod"),
            objects=tuple(object_of(item) for item in firsts) if len(firsts) > 1 else (),
            revision=revision,
            file=firsts[0].file,
            line=firsts[0].line,
            message=f"After {when.format(revision)} {states} on {where}.{_end(ends)}",
            fix=_fix(fate, [item.difference for item in firsts]),
        )


def _end(ends: Mapping[Side, Step]) -> str:
    failures = [step.failure for step in ends.values() if step.failure is not None]
    if not failures:
        return ""
    what = failures[0].message.splitlines()[0].rstrip(". ")
    return f" Upgrading again fails on {listed(ends)} for it: {failures[0].type}: {what}."


def _table(step: Step) -> str | None:
    return step.failure.operation.table if step.failure and step.failure.operation else None


def _held(fate: str, difference: Difference) -> str | None:
    return difference.dev if fate == "gone" else difference.prod


def _what(difference: Difference) -> str:
    if difference.kind == "table":
        own = difference.name in {None, difference.table}
        return f"the table {difference.table}" if own else f"the option {difference.name} of {difference.table}"
    if difference.column:
        return f"the column {difference.table}.{difference.column}"
    own = difference.table in {None, difference.name}
    name = difference.name or difference.dev or difference.prod
    return f"the {KINDS.get(difference.kind, difference.kind)} {name}" + ("" if own else f" of {difference.table}")


def _state(fate: str, difference: Difference) -> str:
    what = _what(difference)
    if fate == "changed":
        return f"{what} is {difference.prod or 'none'} instead of {difference.dev or 'none'}"
    return f"{what} is {'gone' if fate == 'gone' else 'left'}"


def _fix(fate: str, differences: list[Difference]) -> str:
    first = differences[0]
    if first.kind == "enum" and fate == "new":
        return f'Drop the type in downgrade(): sa.Enum(name="{first.name}").drop(op.get_bind(), checkfirst=True).'
    if first.kind == "ck" and fate == "gone":
        return "Name the check where it is made: a batch that rebuilds the table on SQLite leaves out what has no name."
    names = listed(_what(item) for item in differences)
    if fate == "new":
        return f"Drop {names} in downgrade()."
    return f"Restore {names} in downgrade(), as it was before the revision."


def bad(op: Any, sa: Any) -> None:
    """Create a table, which the downgrade drops."""
    op.create_table(
        "items",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("label", sa.String(40)),
        sa.PrimaryKeyConstraint("id", name="pk_items"),
    )


def bad_second(op: Any, sa: Any) -> None:
    """Refuse NULL."""
    with op.batch_alter_table("items") as batch_op:
        batch_op.alter_column("label", existing_type=sa.String(40), nullable=False)


def bad_down(op: Any, _sa: Any) -> None:
    """Drop the table."""
    op.drop_table("items")


def bad_down_second(op: Any, sa: Any) -> None:
    """Alter the type, and forget to take NULL again."""
    with op.batch_alter_table("items") as batch_op:
        batch_op.alter_column("label", existing_type=sa.String(40), existing_nullable=False)


def good_down_second(op: Any, sa: Any) -> None:
    """Take NULL again."""
    with op.batch_alter_table("items") as batch_op:
        batch_op.alter_column("label", existing_type=sa.String(40), nullable=True)


RULE = Rule(
    name="downgrade-not-restored",
    severity="error",
    check=check,
    bad=(bad, bad_second),
    good=(bad, bad_second),
    bad_down=(bad_down, bad_down_second),
    good_down=(bad_down, good_down_second),
)
