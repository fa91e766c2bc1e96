"""Put divergences together into findings: one cause, one finding."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING

from harness.model.comparison import Divergence
from harness.model.report import Finding, FindingObject, Severity

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

Group = tuple[Divergence, ...]
OF_AN_OBJECT = tuple(item.name for item in fields(FindingObject))


def by_line(divergence: Divergence) -> object:
    """Group what one line of one revision caused."""
    return (divergence.revision, divergence.line, divergence.difference.missing_on, divergence.healed_in)


def all_together(divergence: Divergence) -> object:
    """Group everything that still stands, and apart from it what each revision healed."""
    return divergence.healed_in


def findings_from(  # noqa: PLR0913 - what a rule says, in one call
    divergences: Iterable[Divergence],
    *,
    rule: str,
    severity: Severity,
    message: Callable[[Group], str],
    fix: Callable[[Group], str],
    group_by: Callable[[Divergence], object] = by_line,
) -> Iterator[Finding]:
    """Give a finding for each group, in the order of the revisions. What a later revision healed is a note."""
    groups: dict[object, list[Divergence]] = {}
    for divergence in divergences:
        groups.setdefault(group_by(divergence), []).append(divergence)
    for members in groups.values():
        group = tuple(members)
        first = group[0]
        difference = first.difference
        healed = first.healed_in
        yield Finding(
            rule=rule,
            severity="note" if healed else severity,
            kind=difference.kind,
            table=difference.table,
            name=difference.name,
            column=difference.column,
            columns=difference.columns,
            dev=difference.dev,
            prod=difference.prod,
            expected=difference.expected,
            objects=tuple(object_of(member) for member in group) if len(group) > 1 else (),
            revision=first.revision,
            healed_in=healed,
            file=first.file,
            line=first.line,
            message=message(group) + (f" Revision {healed} mends it." if healed else ""),
            fix=f"Nothing is left to do: from revision {healed} on the databases agree on it."
            if healed
            else fix(group),
            witness=next((item.witness for item in group if item.witness), None),
        )


def object_of(divergence: Divergence) -> FindingObject:
    """Give a divergence as one of several objects of a finding."""
    difference = divergence.difference
    return FindingObject(
        table=difference.table,
        kind=difference.kind,
        name=difference.name,
        column=difference.column,
        columns=difference.columns,
        dev=difference.dev,
        prod=difference.prod,
        expected=difference.expected,
        revision=divergence.revision,
        file=divergence.file,
        line=divergence.line,
    )


def objects_of(finding: Finding) -> tuple[FindingObject, ...]:
    """Give the objects of a finding: those that it sums up, or its own."""
    if finding.objects:
        return finding.objects
    return (FindingObject(**{name: getattr(finding, name) for name in OF_AN_OBJECT}),)
