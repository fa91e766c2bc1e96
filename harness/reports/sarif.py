"""SARIF 2.1.0, in which code scanning services read findings (OASIS, Static Analysis Results Interchange Format)."""

from __future__ import annotations

import json
from pathlib import PurePath
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from harness.model import PLAIN, ReportFormat, fingerprint, fingerprint_of_accepted, telling

if TYPE_CHECKING:
    from harness.model import Accepted, Display, Finding, FindingObject, Report

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
ROOT = "PROJECT"


def render(report: Report, display: Display = PLAIN) -> str:
    """Give the report as SARIF. Places are relative to where the reader stands: to the repository, on a service."""
    run = {
        "tool": {"driver": _driver(report)},
        "invocations": [_invocation(report)],
        "originalUriBaseIds": {ROOT: {"description": {"text": "The directory in which the check was run."}}},
        "columnKind": "unicodeCodePoints",
        "results": [
            *(_result(finding, report, display) for finding in report.findings),
            *(_suppressed(accepted, report, display) for accepted in report.accepted),
        ],
    }
    return json.dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, indent=2, ensure_ascii=True) + "\n"


def _driver(report: Report) -> dict[str, Any]:
    from importlib.metadata import version  # noqa: PLC0415 - every command knows the formats, few write this one

    return {
        "name": "migration-parity",
        "version": version("migration-parity"),
        "rules": [
            {
                "id": name,
                "shortDescription": {"text": summary},
                "help": {"text": f"{summary} What it means and what to write instead: parity rule {name}"},
            }
            for name, summary in report.rules.items()
        ],
    }


def _invocation(report: Report) -> dict[str, Any]:
    """Tell that the tool ran, and what it could not look at: no result is no pass where nothing was compared."""
    gaps = [
        {"level": "warning", "message": {"text": f"not checked: {item.what}: {item.why}"}}
        for item in report.not_checked
    ]
    return {"executionSuccessful": report.verdict != "not-run", "toolExecutionNotifications": gaps}


def _result(finding: Finding, report: Report, display: Display) -> dict[str, Any]:
    result: dict[str, Any] = {
        "ruleId": finding.rule,
        "level": finding.severity,
        "message": {"text": f"{finding.message}\n{_sides(finding, report)}Fix: {finding.fix}"},
        "partialFingerprints": {"parity/v1": fingerprint(finding)},
    }
    if finding.rule in report.rules:
        result["ruleIndex"] = list(report.rules).index(finding.rule)
    if finding.file is not None:
        result["locations"] = [_location(finding, report, display)]
    related = [item for item in finding.objects if item.file is not None]
    if related:
        result["relatedLocations"] = [
            _location(item, report, display) | {"id": number, "message": {"text": telling.subject(item)}}
            for number, item in enumerate(related, 1)
        ]
    return result


def _suppressed(accepted: Accepted, report: Report, display: Display) -> dict[str, Any]:
    """Give what the project has accepted: a result that services show apart (section 3.35)."""
    item = accepted.item
    result: dict[str, Any] = {
        "ruleId": accepted.rule,
        "level": accepted.severity,
        "message": {"text": f"{telling.subject(item)}\n{_sides(item, report)}Accepted: {accepted.reason}"},
        "partialFingerprints": {"parity/v1": fingerprint_of_accepted(accepted)},
        "suppressions": [{"kind": "inSource" if accepted.in_source else "external", "justification": accepted.reason}],
    }
    if accepted.rule in report.rules:
        result["ruleIndex"] = list(report.rules).index(accepted.rule)
    if item.file is not None:
        result["locations"] = [_location(item, report, display)]
    return result


def _sides(finding: Finding | FindingObject, report: Report) -> str:
    if getattr(finding, "objects", ()) or (finding.dev is None and finding.prod is None):
        return ""
    texts = {"dev": finding.dev, "prod": finding.prod}
    return "".join(f"{telling.title(side, report)}: {text or 'none'}\n" for side, text in texts.items())


def _location(item: Finding | FindingObject, report: Report, display: Display) -> dict[str, Any]:
    path = PurePath(telling.path(item.file or "", report, display))
    uri = quote(path.as_posix())
    place = {"uri": f"file://{uri}"} if path.is_absolute() else {"uri": uri, "uriBaseId": ROOT}
    return {"physicalLocation": {"artifactLocation": place, "region": {"startLine": item.line or 1}}}


FORMAT = ReportFormat(name="sarif", render=render)
