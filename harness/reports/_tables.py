"""What a report shows of each table: both sides after every revision that changed it, and where they differ."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from harness.model import TableLine, TableState
from harness.model.ddl import ddl_of, owners

if TYPE_CHECKING:
    from collections.abc import Iterator

    from harness.model import Accepted, Comparison, Finding, FindingObject, SchemaObject, Snapshot, Step

ELSEWHERE = frozenset({"data", "behaviour", "naming", "drift", "downgrade", "history", "migration-error"})
"""Kinds of findings that do not say that the two databases disagree on a table: on rows, or with the models."""
SHOWN = frozenset({"enum", "trigger", "view", "materialized view"})


def table_lines(
    comparison: Comparison, findings: tuple[Finding, ...], accepted: tuple[Accepted, ...]
) -> tuple[TableLine, ...]:
    """Give the tables and views in the order in which they came, as far as both sides walked.

    Two sides differ where `findings` or what was `accepted` say so; a note alone does not, but for one on what is
    mended since.
    """
    states: dict[str, list[TableState]] = {}
    differing = _differing(comparison, findings, accepted)
    shown: tuple[frozenset[SchemaObject], ...] = (frozenset(), frozenset())
    for number, (one, other) in enumerate(_paired(comparison)):
        dev, prod = one.snapshot, other.snapshot
        if dev is None or prod is None:
            break
        objects = tuple(frozenset(item for item in side.objects if item.kind in SHOWN) for side in (dev, prod))
        concerned = dict.fromkeys([*dev.tables, *prod.tables] if number == 0 else sorted(dev.changed | prod.changed))
        for side, now, before in zip((dev, prod), objects, shown, strict=True):
            concerned.update(dict.fromkeys(_owners(now ^ before, side)))
        concerned.update(dict.fromkeys(name for name in differing if number in _bounds(differing[name])))
        shown = objects
        for name in concerned:
            known = states.setdefault(name, [])
            texts = ddl_of(name, dev), ddl_of(name, prod)
            differs = texts != (None, None) and any(begin <= number < end for begin, end in differing.get(name, ()))
            state = TableState(revision=one.revision, dev=texts[0], prod=texts[1], differs=differs)
            if _is_news(state, known):
                known.append(state)
    return tuple(TableLine(name=name, states=tuple(known)) for name, known in states.items() if known)


def _paired(comparison: Comparison) -> Iterator[tuple[Step, Step]]:
    for one, other in zip(comparison.dev.steps, comparison.prod.steps, strict=False):
        if one.revision != other.revision:
            return
        yield one, other


def _differing(
    comparison: Comparison, findings: tuple[Finding, ...], accepted: tuple[Accepted, ...]
) -> dict[str, list[tuple[int, int]]]:
    """Give the runs of revisions after which the sides of a table differ, each up to the one that mends it."""
    order = {step.revision: number for number, step in enumerate(comparison.dev.steps)}
    runs: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for item, revision, healed_in in _told(findings, accepted):
        begin = order.get(revision or "")
        if begin is not None and item.table is not None and item.kind not in ELSEWHERE:
            runs[item.table].append((begin, order.get(healed_in or "", len(order))))
    return dict(runs)


def _told(
    findings: tuple[Finding, ...], accepted: tuple[Accepted, ...]
) -> Iterator[tuple[Finding | FindingObject, str | None, str | None]]:
    """Give what differs, since which revision, and by which it is mended."""
    for finding in findings:
        if finding.severity != "note" or finding.healed_in is not None:
            for item in finding.objects or (finding,):
                yield item, item.revision or finding.revision, finding.healed_in
    for decision in accepted:
        if decision.severity != "note":
            yield decision.item, decision.item.revision, None


def _bounds(runs: list[tuple[int, int]]) -> set[int]:
    return {bound for run in runs for bound in run}


def _owners(objects: frozenset[SchemaObject], snapshot: Snapshot) -> list[str]:
    return sorted({name for item in objects for name in owners(item, snapshot)})


def _is_news(state: TableState, known: list[TableState]) -> bool:
    before = known[-1] if known else TableState(revision="", dev=None, prod=None, differs=False)
    return (state.dev, state.prod, state.differs) != (before.dev, before.prod, before.differs)
