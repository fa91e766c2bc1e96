"""Take from the findings what the project has accepted, and what is older than it wants to judge."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

from harness.model import Accepted, Judged, Unchecked, telling
from harness.model.findings import object_of, objects_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from datetime import date

    from harness.model import Acceptance, Comparison, Divergence, Finding, FindingObject, Judging, Rule

    Judge = Callable[[Comparison, str], tuple[Finding, ...]]


def settled(
    comparison: Comparison,
    found: Iterable[Finding],
    judging: Judging,
    rules: Mapping[str, Rule],
    judge_again: Judge,
) -> Judged:
    """Give what is left of the findings without what is accepted, and without what revisions before `since` brought.

    A rule of whose finding only some objects are left judges the comparison again without the others.
    """
    older = _not_newer(comparison, judging.since)
    live = [item for item in _written(judging, comparison) if what_is_wrong(item, rules, judging.today) is None]
    kept: dict[str, list[Finding]] = defaultdict(list)
    gone: dict[str, set[FindingObject]] = defaultdict(set)
    accepted: list[Accepted] = []
    used: set[Acceptance] = set()
    for finding in found:
        kept[finding.rule].append(finding)
        for item in () if rules[finding.rule].always else objects_of(finding):
            acceptance = next((one for one in live if _covers(one, finding.rule, item)), None)
            if acceptance is not None:
                used.add(acceptance)
                accepted.append(_accepted(finding, item, acceptance))
            elif item.revision not in older:
                continue
            gone[finding.rule].add(item)
    left: list[Finding] = []
    for rule, findings in kept.items():
        some = gone[rule]
        left.extend(_remaining(judge_again(_reduced(comparison, some), rule), some) if some else findings)
    number = sum(map(len, gone.values())) - len({(item.rule, item.item) for item in accepted})
    return Judged(findings=tuple(left), accepted=tuple(accepted), used=frozenset(used), older=number)


def stale(
    judged: Iterable[Judged], comparisons: Iterable[Comparison], judging: Judging, rules: Mapping[str, Rule]
) -> tuple[tuple[tuple[Acceptance, str], ...], tuple[Unchecked, ...]]:
    """Give what is wrong with each acceptance that has no effect, and those of which this check cannot tell.

    `comparisons` are those of all databases of the history: each may hold what is accepted.
    """
    comparisons = tuple(comparisons)
    used = frozenset().union(*(item.used for item in judged))
    found: list[tuple[Acceptance, str]] = []
    unknown: list[Acceptance] = []
    for acceptance in _written(judging, comparisons[0]):
        wrong = what_is_wrong(acceptance, rules, judging.today)
        if wrong is not None:
            found.append((acceptance, wrong))
        elif acceptance not in used and not all(_could_fire(name, comparisons, rules) for name in acceptance.rules):
            unknown.append(acceptance)
        elif acceptance not in used:
            found.append((acceptance, "which does not occur"))
    if not unknown:
        return tuple(found), ()
    what = f"whether {telling.count(len(unknown), 'accepted differences')} still {_occur(unknown)}"
    return tuple(found), (Unchecked(what=what, why="this check did not go where they were seen"),)


def _written(judging: Judging, comparison: Comparison) -> list[Acceptance]:
    """Give the entries of the file, and the comments in the revisions."""
    return [*judging.acceptances, *(item for revision in comparison.revisions for item in revision.accepts)]


def _occur(several: list[Acceptance]) -> str:
    return "occurs" if len(several) == 1 else "occur"


def what_is_wrong(acceptance: Acceptance, rules: Mapping[str, Rule], today: date) -> str | None:
    """Say why an acceptance has no effect, whatever is found; None when it has."""
    for name in acceptance.rules:
        if name not in rules:
            return "which is no rule"
        if rules[name].always:
            return "which nobody can accept: a revision did not run as it should"
    if not acceptance.rules:
        return "and names no rule"
    if not acceptance.reason:
        return "without a reason"
    if acceptance.expires is not None and acceptance.expires < today:
        return f"which expired on {acceptance.expires}"
    return None


def _covers(acceptance: Acceptance, rule: str, item: FindingObject) -> bool:
    """Tell whether it speaks of an object of a rule's finding. Who gives one side's text means the other's too."""
    scope, wanted = acceptance.scope, acceptance.fields
    if rule not in acceptance.rules:
        return False
    if scope is not None:
        inside = item.file == scope.file and item.line is not None and scope.first <= item.line <= scope.last
        return inside or (scope.whole and item.revision == scope.revision)
    sides = ("dev", "prod") if wanted.keys() & {"dev", "prod"} else ()
    return all(getattr(item, name) == wanted.get(name) for name in {*wanted, *sides})


def _could_fire(name: str, comparisons: Iterable[Comparison], rules: Mapping[str, Rule]) -> bool:
    """Tell whether a check could have found it: it ran the whole history, in all the ways that the rule asks for."""
    rule = rules[name]
    return all(
        _is_whole(comparison)
        and (not rule.rows or bool(comparison.row_walks))
        and (not rule.bad_down or bool(comparison.round_trips))
        for comparison in comparisons
    )


def _is_whole(comparison: Comparison) -> bool:
    walks = (comparison.dev, comparison.prod)
    return all(sum(step.status == "ok" for step in one.steps) == len(comparison.revisions) for one in walks)


def _not_newer(comparison: Comparison, since: str | None) -> frozenset[str]:
    """Give a revision, and all that it comes after or depends on."""
    known = {revision.id: revision for revision in comparison.revisions}
    found: set[str] = set()
    waiting = [since] if since is not None else []
    while waiting:
        name = waiting.pop()
        if name in known and name not in found:
            found.add(name)
            waiting += [*known[name].parents, *known[name].depends_on]
    return frozenset(found)


def _accepted(finding: Finding, item: FindingObject, acceptance: Acceptance) -> Accepted:
    return Accepted(
        rule=finding.rule,
        severity=finding.severity,
        item=item,
        reason=acceptance.reason,
        where=acceptance.where,
        in_source=acceptance.scope is not None,
        expires=acceptance.expires,
    )


def _reduced(comparison: Comparison, gone: set[FindingObject]) -> Comparison:
    """Give the comparison without the divergences that are some objects."""

    def left(divergences: Iterable[Divergence]) -> tuple[Divergence, ...]:
        return tuple(item for item in divergences if object_of(item) not in gone)

    return replace(
        comparison,
        divergences=left(comparison.divergences),
        row_walks=tuple(replace(walk, found=left(walk.found)) for walk in comparison.row_walks),
        round_trips=tuple(
            replace(
                trip,
                left=tuple((fate, item) for fate, item in trip.left if object_of(item) not in gone),
                again=tuple((fate, item) for fate, item in trip.again if object_of(item) not in gone),
            )
            for trip in comparison.round_trips
        ),
    )


def _remaining(findings: Iterable[Finding], gone: set[FindingObject]) -> Iterator[Finding]:
    """Leave out what comes from no divergence, and is found again."""
    for finding in findings:
        left = tuple(item for item in objects_of(finding) if item not in gone)
        if left and finding.objects:
            yield replace(finding, objects=left)
        elif left:
            yield finding
