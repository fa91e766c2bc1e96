"""Down and up again: does each downgrade restore what was there before its revision, and does the way up still work."""

from __future__ import annotations

from typing import TYPE_CHECKING

from harness.compare.changes import changes
from harness.model import Divergence, RoundTrip, Snapshot, Step, Walked

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from harness.model import Difference, Revision

NOTHING = Snapshot(tables={})
Found = tuple[str, Divergence]


def round_trip(walked: Walked, down: Walked, up: Walked | None, revisions: Mapping[str, Revision]) -> RoundTrip:
    """Give the round trip of one side, each difference at the first revision whose downgrade left it."""
    last = walked.steps[-1] if walked.steps else None
    end = up.steps[-1] if up is not None and up.steps and up.failed is None else None
    again: list[Found] = []
    if last is not None and last.snapshot is not None and end is not None and end.snapshot is not None:
        again = [(fate, _at(difference, end, revisions)) for fate, difference in changes(last.snapshot, end.snapshot)]
    left = tuple(_left(walked, down, revisions))
    # What a downgrade left behind is still there after the way up: it is one cause.
    known = {_identity(divergence) for _fate, divergence in left}
    kept = tuple(item for item in again if _identity(item[1]) not in known)
    return RoundTrip(side=walked.side, down=down, up=up, left=left, again=kept)


def _left(walked: Walked, down: Walked, revisions: Mapping[str, Revision]) -> Iterator[Found]:
    """Compare each state on the way down with the one before that revision on the way up, when the orders mirror."""
    before: dict[str, Snapshot] = {}
    previous = walked.before or NOTHING
    for step in walked.steps:
        before[step.revision] = previous
        previous = step.snapshot or previous
    mirrored = [step.revision for step in reversed(walked.steps)]
    seen: set[object] = set()
    for number, step in enumerate(down.steps):
        if step.snapshot is None or mirrored[number : number + 1] != [step.revision]:
            return
        for fate, difference in changes(before[step.revision], step.snapshot):
            divergence = _at(difference, step, revisions)
            key = (fate, _identity(divergence))
            if key not in seen:
                seen.add(key)
                yield fate, divergence


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
