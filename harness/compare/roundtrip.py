"""Down and up again: does each downgrade restore what was there before its revision, and does the way up still work."""

from __future__ import annotations

from typing import TYPE_CHECKING

from harness.compare.changes import changes
from harness.compare.respelling import Look, comparable
from harness.model import Divergence, RoundTrip, Side, Snapshot, Step, Walked

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from harness.model import Difference, Facts, Revision
    from harness.normalise import Answers

NOTHING = Snapshot(tables={})
Found = tuple[str, Divergence]
Trip = tuple[Walked, Walked | None]


def looks_at(walked: Mapping[Side, Walked], trips: Mapping[Side, Trip]) -> tuple[Look, ...]:
    """Give what the walks down and up left that is spelled otherwise than what was there before."""
    found = (look for side, trip in trips.items() for look in (*_down(side, walked, trip), *_again(side, walked, trip)))
    return tuple(look for look in found if look.differences)


def round_trip(
    side: Side,
    trip: Trip,
    looks: Iterable[Look],
    revisions: Mapping[str, Revision],
    meant: tuple[tuple[Facts, Facts], Answers],
) -> RoundTrip:
    """Give the round trip of one side, each difference at the first revision whose downgrade left it.

    `meant` are the facts of both databases and their answers about `looks`.
    """
    own = [look for look in looks if look.side == side]
    left = tuple(_found((look for look in own if not look.again), revisions, meant))
    # What a downgrade left behind is still there after the way up: it is one cause.
    known = {_identity(divergence) for _fate, divergence in left}
    again = _found((look for look in own if look.again), revisions, meant)
    kept = tuple(item for item in again if _identity(item[1]) not in known)
    return RoundTrip(side=side, down=trip[0], up=trip[1], left=left, again=kept)


def _found(
    looks: Iterable[Look], revisions: Mapping[str, Revision], meant: tuple[tuple[Facts, Facts], Answers]
) -> Iterator[Found]:
    seen: set[object] = set()
    for look in looks:
        for fate, difference in changes(*comparable(look, *meant)):
            divergence = _at(difference, look.step, revisions)
            key = (fate, _identity(divergence))
            if key not in seen:
                seen.add(key)
                yield fate, divergence


def _down(side: Side, walked: Mapping[Side, Walked], trip: Trip) -> Iterator[Look]:
    """Hold each state on the way down against the one before that revision on the way up, when the orders mirror."""
    dev, prod = _befores(walked["dev"]), _befores(walked["prod"])
    mirrored = [step.revision for step in reversed(walked[side].steps)]
    for number, step in enumerate(trip[0].steps):
        if step.snapshot is None or mirrored[number : number + 1] != [step.revision]:
            return
        before = (dev.get(step.revision, NOTHING), prod.get(step.revision, NOTHING))
        yield Look(side=side, step=step, before=before, left=step.snapshot)


def _again(side: Side, walked: Mapping[Side, Walked], trip: Trip) -> Iterator[Look]:
    """Hold the state after the way up against the one at the head."""
    up = trip[1]
    end = up.steps[-1] if up is not None and up.steps and up.failed is None else None
    if end is not None and end.snapshot is not None and _last(walked[side]) is not None:
        before = (_last(walked["dev"]) or NOTHING, _last(walked["prod"]) or NOTHING)
        yield Look(side=side, step=end, before=before, left=end.snapshot, again=True)


def _last(walked: Walked) -> Snapshot | None:
    return walked.steps[-1].snapshot if walked.steps else None


def _befores(walked: Walked) -> dict[str, Snapshot]:
    before: dict[str, Snapshot] = {}
    previous = walked.before or NOTHING
    for step in walked.steps:
        before[step.revision] = previous
        previous = step.snapshot or previous
    return before


def _identity(divergence: Divergence) -> object:
    difference = divergence.difference
    return (difference.kind, difference.table, difference.name, difference.dev if difference.name is None else None)


def _at(difference: Difference, step: Step, revisions: Mapping[str, Revision]) -> Divergence:
    revision = revisions.get(step.revision)
    line = next((op.line for op in step.operations if op.table == difference.table), None)
    return Divergence(
        difference=difference,
        revision=step.revision,
        file=revision.file if revision else None,
        line=line or (revision.down_line if revision else None),
    )
