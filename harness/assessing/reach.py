"""Which revisions both sides walked, and why not the others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from harness.compare import paired_steps
from harness.model import Unchecked
from harness.model.wording import listed

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from harness.model import Drift, Made, Side, Span, Walked
    from harness.project import History

ALL = frozenset({"head", "heads"})
CAUGHT, STARTED = "exception-caught", "program-started"


def aims(walked: Walked, history: History, target: str) -> tuple[str, ...]:
    """Give the revisions that the version table should hold: of all, or of those that ran up to the target."""
    return history.ends() if target in ALL else history.ends({step.revision for step in walked.steps})


def not_reached(
    walked: Mapping[Side, Walked], history: History, baseline: str | None, target: str = "heads"
) -> list[Unchecked]:
    """Give the revisions that were not compared; those up to `baseline` were never meant to run."""
    total = len(history.revisions)
    below = _up_to(history, baseline) if baseline else set()
    both = sum(1 for _pair in paired_steps(walked["dev"], walked["prod"]))
    missing = total - both - len(below)
    unchecked = []
    if below:
        why = f"the baseline stands for them (baseline_revision = {baseline})"
        unchecked.append(Unchecked(what=f"{len(below)} of {total} revisions", why=why))
    if missing:
        unchecked.append(Unchecked(what=f"{missing} of {total} revisions", why=_reason(walked, target)))
    return unchecked


def ran_nowhere(history: History) -> list[Unchecked]:
    """Give the branches of revisions that neither backend takes."""
    return [
        Unchecked(
            what=f"{_lines(span)} of {revision.file}",
            why=f"the test of the dialect in line {span.line} lets neither database run them",
        )
        for revision in history.revisions
        for span in revision.look.branches
        if span.backends == ()
    ]


def unseen_programs(walked: Mapping[Side, Walked]) -> list[Unchecked]:
    """Give the programs that the project started: what another process connects to, the guard does not see."""
    notes = [note for one in walked.values() for note in one.notes if note.code == STARTED]
    names = sorted({note.detail for note in notes})
    if not names:
        return []
    places = dict.fromkeys(f"{note.file}:{note.line}" for note in notes if note.file)
    started = f" (started at {listed(places)})" if places else ""
    what = f"what {listed(names)} connected to{started}"
    return [Unchecked(what=what, why="the guard does not look into other programs")]


def _lines(span: Span) -> str:
    return f"line {span.first}" if span.first == span.last else f"lines {span.first} to {span.last}"


def _reason(walked: Mapping[Side, Walked], target: str) -> str:
    failed = [one.failed.revision for one in walked.values() if one.failed is not None]
    if failed:
        return f"revision {failed[0]} fails"
    idle = [one for one in walked.values() if not one.steps and one.broken is None]
    if idle:
        caught = next((f"; {note.file}:{note.line} {note.detail}" for note in idle[0].notes if note.code == CAUGHT), "")
        return f"env.py runs no revision on {' and '.join(one.backend for one in idle)}{caught}"
    return "the walk ended before them" if target in ALL else f"they come after the target {target}"


def drift_unknown(drift: Iterable[tuple[Drift, ...] | str], made: Made) -> list[Unchecked]:
    """Give what could not be compared with the models; of dev and prod it is the side that has a text in place."""
    unchecked = [
        Unchecked(what=f"the models against {side}", why=f"Alembic's comparison fails: {found.splitlines()[0]}")
        for side, found in zip(("dev", "prod"), drift, strict=True)
        if isinstance(found, str)
    ]
    what = "the keys, checks and conditions in the models"
    if made.trouble:
        why = f"PostgreSQL does not take their tables: {made.trouble.splitlines()[0]}"
        unchecked.append(Unchecked(what=what, why=why))
    if made.elsewhere:
        unchecked.append(Unchecked(what=f"{what} of {listed(made.elsewhere)}", why="the table names a schema"))
    return unchecked


def not_walked_down(trips: Mapping[Side, tuple[Walked, Walked | None]]) -> list[Unchecked]:
    """Give the sides that could not be walked down for a reason that is no revision's."""
    return [
        Unchecked(what=f"the downgrades on {side}", why=down.broken["message"].partition(": ")[2])
        for side, (down, _up) in trips.items()
        if down.broken is not None and down.failed is None
    ]


def _up_to(history: History, revision: str) -> set[str]:
    """Give a revision and all that come before it."""
    found: set[str] = set()
    waiting = [item.id for item in history.revisions if item.id.startswith(revision) or revision in item.labels]
    while waiting:
        item = history.find(waiting.pop())
        if item is not None and item.id not in found:
            found.add(item.id)
            waiting += [*item.parents, *item.depends_on]
    return found
