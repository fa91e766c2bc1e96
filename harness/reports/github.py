"""Annotations for GitHub Actions: each finding on the line of its revision, in the log of the job.

The form of workflow commands is described in GitHub's documentation, "Workflow commands for GitHub Actions".
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from harness.model import PLAIN, ReportFormat, telling

if TYPE_CHECKING:
    from harness.model import Display, Finding, Report

IN_TEXT = {"%": "%25", "\r": "%0D", "\n": "%0A"}
IN_PROPERTY = {**IN_TEXT, ":": "%3A", ",": "%2C"}


def render(report: Report, display: Display = PLAIN) -> str:
    """Give a workflow command for each error and warning, one for each gap, and the verdict for the log."""
    lines = [_command(finding, report, display) for finding in report.findings if finding.severity != "note"]
    lines += [_gap(item.what, item.why, display) for item in report.not_checked]
    return "\n".join([*lines, display.line(telling.verdict(report))]) + "\n"


def _command(finding: Finding, report: Report, display: Display) -> str:
    properties = {"title": finding.rule}
    if finding.file is not None:
        properties = {"file": telling.path(finding.file, report, display), "line": str(finding.line or 1)} | properties
    given = ",".join(f"{name}={_escaped(value, IN_PROPERTY, display)}" for name, value in properties.items())
    text = _escaped(f"{finding.message}\nFix: {finding.fix}", IN_TEXT, display)
    return f"::{finding.severity} {given}::{text}"


def _gap(what: str, why: str, display: Display) -> str:
    return f"::warning title=not checked::{_escaped(f'{what}: {why}', IN_TEXT, display)}"


def _escaped(text: str, letters: dict[str, str], display: Display) -> str:
    """Write a text into a command; what a log would obey is spelled out, as it stands in a log first."""
    return "".join(letters.get(letter) or display.line(letter) for letter in text)


FORMAT = ReportFormat(name="github", render=render)
