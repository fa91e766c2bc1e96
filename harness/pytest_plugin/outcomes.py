"""What a report says of one item."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from harness.pytest_plugin.options import ROOT

if TYPE_CHECKING:
    from harness.model import Finding, Report, RevisionLine

WALK = frozenset({"migration-error", "not-committed"})
"""The rules that judge how a revision ran, and not what it made."""
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


def of_revision(report: Report, backend: str, revision: str, target: str) -> Outcome:
    """Tell how a revision ran on a backend. What it made there is for the rules to judge."""
    line = next((line for line in report.revisions if line.id == revision), None)
    if line is None:
        return Outcome(not_run=f"revision {revision} is not in the history that was checked: {report.root}")
    side = _side(report, backend)
    status = line.status.get(side, "not-run") if side else "not-run"
    findings = tuple(item for item in report.findings if item.rule in WALK and item.revision == revision)
    if status == "ok":
        return Outcome(findings=tuple(item for item in findings if side and _on(item, side)))
    if status == "failed":
        return Outcome(findings=findings)
    return _not_run(report, backend, target)


def of_rule(report: Report, rule: str, *, strict: bool) -> Outcome:
    """Tell what a rule found. Notes fail nothing, and warnings only where that is wanted."""
    found = tuple(item for item in report.findings if item.rule == rule)
    if report.verdict == "not-run" and not found:
        told_by = tuple(f"{ROOT}::rule::{item.rule}" for item in report.findings)
        return Outcome(not_run=f"the rule had nothing to judge: {_why_unchecked(report)}", told_by=told_by)
    loud = {"error", "warning"} if strict else {"error"}
    return Outcome(findings=tuple(item for item in found if item.severity in loud))


def why_not_migrated(report: Report, backend: str) -> str | None:
    """Give why a database of a backend is not what the whole history makes, or None when it is."""
    side = _side(report, backend)
    failed = _failed(report, side)
    if failed is not None:
        return f"No database of {backend} is migrated: revision {failed.id} fails on it ({failed.file})"
    broken = next((item for item in report.findings if item.kind == "migration-error" and side and _on(item, side)), None)
    if broken is not None:
        return f"No database of {backend} is migrated: {broken.message}"
    return None if side else f"No database of {backend} is migrated: {_why_unchecked(report)}"


def _not_run(report: Report, backend: str, target: str) -> Outcome:
    side = _side(report, backend)
    failed = _failed(report, side)
    if failed is not None:
        told_by = (f"{ROOT}::{backend}::{failed.id}",)
        return Outcome(not_run=f"revision {failed.id} fails on {backend} before it", told_by=told_by)
    told_by = tuple(f"{ROOT}::rule::{item.rule}" for item in report.findings if item.severity == "error")
    if side and target not in ALL and not any(item.kind == "migration-error" for item in report.findings):
        return Outcome(not_run=f"it comes after the target {target}", wanted=True)
    return Outcome(not_run=_why_unchecked(report), told_by=told_by)


def _failed(report: Report, side: str | None) -> RevisionLine | None:
    return next((line for line in report.revisions if side and line.status.get(side) == "failed"), None)


def _side(report: Report, backend: str) -> str | None:
    return next((side for side, line in report.databases.items() if line.backend == backend), None)


def _on(finding: Finding, side: str) -> bool:
    """Tell whether a finding of the walk is about a side: it has a text for that one."""
    return (finding.dev if side == "dev" else finding.prod) is not None


def _why_unchecked(report: Report) -> str:
    return "; ".join(f"{item.what}: {item.why}" for item in report.not_checked) or "the walk ended before it"
