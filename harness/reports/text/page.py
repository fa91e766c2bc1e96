"""The whole report, in the order in which it is read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from harness.model import telling
from harness.reports.text.entries import write_engines, write_finding, write_note
from harness.reports.text.paper import Paper

if TYPE_CHECKING:
    from harness.model import Accepted, Display, Finding, Report

STYLES = {"parity": "bold green", "diverged": "bold red", "not-run": "bold red"}
MOST_NOTES = 10
MANY = 3
"""After more findings than these the verdict is out of sight, and said again."""


def page(report: Report, display: Display) -> str:
    """Write the report for a display."""
    paper = Paper(display)
    verdict = (telling.verdict(report), STYLES[report.verdict])
    paper.say(verdict)
    if display.detail == "quiet":
        _one_line_each(paper, report)
        return paper.text()
    _about(paper, report)
    mended = [finding for finding in report.findings if finding.severity == "note" and finding.healed_in is not None]
    engines = [] if display.detail == "full" else [finding for finding in report.findings if _of_engines(finding)]
    loud = [finding for finding in report.findings if finding not in (*mended, *engines)]
    for finding in loud:
        paper.gap()
        write_finding(paper, finding, report)
    _notes(paper, mended, report)
    _engines(paper, engines)
    paper.gap()
    _footer(paper, report)
    if len(loud) > MANY:
        paper.say(verdict)
    return paper.text()


def _of_engines(finding: Finding) -> bool:
    """Tell a note on how the databases behave, which says the same of nearly every project."""
    return finding.severity == "note" and finding.kind == "behaviour" and finding.healed_in is None


def _one_line_each(paper: Paper, report: Report) -> None:
    for line in report.databases.values():
        if line.provisional:
            paper.unbroken(f"provisional: {line.provisional}")
    for finding in report.findings:
        if finding.severity != "note":
            place = telling.place(finding, report, paper.display)
            text = f"{place or report.script_location}: {finding.severity}: {finding.rule}: {finding.message}"
            paper.unbroken(paper.display.line(text))
    if report.not_checked:
        paper.unbroken(paper.display.line(f"not checked: {', '.join(item.what for item in report.not_checked)}"))


def _about(paper: Paper, report: Report) -> None:
    for side, line in report.databases.items():
        paper.say((f"{side:<5}", "bold"), f"{line.backend} {line.version} ({line.server})")
        if line.provisional:
            paper.say(("provisional: ", "bold yellow"), line.provisional, indent=5)


def _notes(paper: Paper, notes: list[Finding], report: Report) -> None:
    if not notes:
        return
    paper.gap()
    paper.say(("Differences that a later revision mended:", "bold"))
    shown = notes if paper.display.detail == "full" else notes[:MOST_NOTES]
    for finding in shown:
        write_note(paper, finding, report)
    if len(notes) > len(shown):
        paper.say(f"and {len(notes) - len(shown)} more: parity check --verbose", indent=2)


def _engines(paper: Paper, notes: list[Finding]) -> None:
    if not notes:
        return
    paper.gap()
    paper.say(("How the databases behave, whatever the schema says (statements and lines: --verbose):", "bold"))
    for finding in notes:
        write_engines(paper, finding)


def _accepted(paper: Paper, report: Report) -> None:
    """Tell what was accepted; what one reason covers is one line, unless every object is wanted."""
    if report.accepted:
        paper.say(("Accepted:", "bold"))
    groups: dict[object, list[Accepted]] = {}
    for item in report.accepted:
        whole = item if paper.display.detail == "full" else (item.rule, item.reason, item.expires, item.in_source)
        groups.setdefault(whole, []).append(item)
    for items in groups.values():
        first = telling.accepted(items[0])
        paper.say(first if len(items) == 1 else f"{len(items)} of the kind {first}", indent=2)


def _footer(paper: Paper, report: Report) -> None:
    paper.say(telling.compared(report))
    _accepted(paper, report)
    if report.not_checked:
        paper.say(("Not checked:", "bold yellow"))
        for item in report.not_checked:
            paper.labelled(item.what, item.why, indent=2)
    seconds = telling.seconds(report)
    if seconds:
        paper.say(seconds)
    rules = {finding.rule for finding in report.findings}
    if rules:
        paper.say(f"What a rule means: parity rule {min(rules) if len(rules) == 1 else 'NAME'}")
