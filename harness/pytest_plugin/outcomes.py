"""What a report says of one item."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from harness.model.telling import is_of_the_walk
from harness.pytest_plugin.options import ROOT

if TYPE_CHECKING:
    from harness.config import Settings
    from harness.model import Finding, Report, RevisionLine, Rule

ALL = frozenset({"head", "heads"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """How an item ended: with findings that fail it, or without having run, or well.

    `told_by` names the items that fail for the reason why this one did not run; `wanted` says that somebody chose so.
    """

    findings: tuple[Finding, ...] = ()
    not_run: str | None = None
    told_by: tuple[str, ...] = ()
    wanted: bool = False


def of_revision(report: Report, settings: Settings, *, backend: str, revision: str) -> Outcome:
    """Tell how a revision ran on a backend. What it made there is for the rules to judge."""
    line = next((line for line in report.revisions if line.id == revision), None)
    if line is None:
        return Outcome(not_run=f"revision {revision} is not in the history that was checked: {report.root}")
    side = _side(report, backend)
    status = line.status.get(side, "not-run") if side else "not-run"
    findings = tuple(item for item in report.findings if is_of_the_walk(item) and item.revision == revision)
    if status == "ok":
        return Outcome(findings=tuple(item for item in findings if _at_fault(item, side)))
    if status == "failed":
        return Outcome(findings=findings)
    return _not_run(report, settings.target, backend)


def of_rule(report: Report, settings: Settings, *, rule: Rule) -> Outcome:
    """Tell what a rule found. Notes fail nothing, and warnings only where that is wanted."""
    found = tuple(item for item in report.findings if item.rule == rule.name)
    if rule.name not in report.rules:
        return Outcome(not_run="the settings leave the rule out (select, ignore)", wanted=True)
    needed = "downgrade" if rule.bad_down else "populate" if rule.rows else None
    if report.verdict == "not-run" and not found:
        told_by = tuple(f"{ROOT}::rule::{item.rule}" for item in report.findings)
        return Outcome(not_run=f"the rule had nothing to judge: {_why_unchecked(report)}", told_by=told_by)
    if needed and not getattr(settings, needed):
        return Outcome(not_run=f"{needed} = true in the settings lets the rule judge", wanted=True)
    if rule.bad_down and not found:
        for line in report.databases.values():
            if _failed(report, line.backend):
                return _not_run(report, settings.target, line.backend)
    loud = {"error", "warning"} if settings.strict else {"error"}
    return Outcome(findings=tuple(item for item in found if item.severity in loud))


def why_not_migrated(report: Report, backend: str) -> str | None:
    """Give why a database of a backend is not what the whole history makes, or None when it is."""
    side = _side(report, backend)
    failed = _failed(report, backend)
    broken = next((item.message for item in report.findings if is_of_the_walk(item) and _at_fault(item, side)), None)
    if failed is not None:
        why = f"revision {failed.id} fails on it ({failed.file})"
    elif side is None:
        why = _why_unchecked(report)
    elif broken is not None:
        why = broken
    else:
        return None
    return f"There is no migrated database of {backend}: {why}"


def _not_run(report: Report, target: str, backend: str) -> Outcome:
    side = _side(report, backend)
    failed = _failed(report, backend)
    if failed is not None:
        return Outcome(not_run=f"revision {failed.id} fails on {backend}", told_by=(f"{ROOT}::{backend}::{failed.id}",))
    told_by = tuple(f"{ROOT}::rule::{item.rule}" for item in report.findings if item.severity == "error")
    if side and target not in ALL and not any(is_of_the_walk(item) and item.revision for item in report.findings):
        return Outcome(not_run=f"it comes after the target {target}", wanted=True)
    return Outcome(not_run=_why_unchecked(report), told_by=told_by)


def _failed(report: Report, backend: str) -> RevisionLine | None:
    side = _side(report, backend)
    return next((line for line in report.revisions if side and line.status.get(side) == "failed"), None)


def _side(report: Report, backend: str) -> str | None:
    return next((side for side, line in report.databases.items() if line.backend == backend), None)


def _at_fault(finding: Finding, side: str | None) -> bool:
    """Tell whether a finding of the walk is about a side on which every revision ran.

    It has a text for that side. Where a revision failed, the other side has one too, which says that it passed.
    """
    texts = {"dev": finding.dev, "prod": finding.prod}
    there = {name for name, text in texts.items() if text is not None}
    return side in there and (len(there) == 1 or finding.rule == "not-committed")


def _why_unchecked(report: Report) -> str:
    return "; ".join(f"{item.what}: {item.why}" for item in report.not_checked) or "the walk ended before it"
