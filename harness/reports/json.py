"""The report as JSON, version 1: the form that every other format is a view of."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from harness.model import PLAIN, ReportFormat

if TYPE_CHECKING:
    from harness.model import Accepted, Display, Finding, Report, TableLine

VERSION = 1
FIRST = ("rule", "severity", "kind", "table", "name", "column", "columns", "dev", "prod", "expected", "objects")


def render(report: Report, display: Display = PLAIN) -> str:
    """Give the report as indented JSON with a stable order of keys."""
    return json.dumps(as_data(report), indent=2, ensure_ascii=not display.unicode) + "\n"


def as_data(report: Report) -> dict[str, Any]:
    """Give the report as plain data."""
    return {
        "version": VERSION,
        "verdict": report.verdict,
        "project": {
            "root": report.root,
            "script_location": report.script_location,
            "kind": report.kind,
            "heads": list(report.heads),
        },
        "databases": {
            side: {"backend": line.backend, "version": line.version, "server": line.server}
            | ({"provisional": line.provisional} if line.provisional else {})
            for side, line in report.databases.items()
        },
        "revisions": [asdict(line) for line in report.revisions],
        "compared": dict(report.compared),
        "restored": report.restored,
        "tables": [_table(line) for line in report.tables],
        "findings": [_finding(finding) for finding in report.findings],
        "accepted": [_accepted(item) for item in report.accepted],
        "not_checked": [{"what": item.what, "why": item.why} for item in report.not_checked],
    }


def _table(line: TableLine) -> dict[str, Any]:
    data = {"name": line.name, "states": [asdict(state) for state in line.states]}
    return data | ({"part": line.part} if line.part else {})


def _finding(finding: Finding) -> dict[str, Any]:
    data = asdict(finding)
    return {name: data.pop(name) for name in FIRST} | data


def _accepted(accepted: Accepted) -> dict[str, Any]:
    return {
        "rule": accepted.rule,
        "severity": accepted.severity,
        **asdict(accepted.item),
        "reason": accepted.reason,
        "where": accepted.where,
        "expires": accepted.expires and accepted.expires.isoformat(),
    }


FORMAT = ReportFormat(name="json", render=render)
