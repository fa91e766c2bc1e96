"""JUnit's XML, which every continuous integration reads: a case for each revision and backend, and one for each rule.

The form is that of Jenkins' xUnit plugin (junit-10.xsd), which other servers follow.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from harness.model import PLAIN, ReportFormat, telling

if TYPE_CHECKING:
    from collections.abc import Iterable

    from harness.model import Display, Finding, Report, RevisionLine, Side

SIDES: tuple[Side, ...] = ("dev", "prod")
FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 has no way to hold (section 2.2)."""


def render(report: Report, display: Display = PLAIN) -> str:
    """Give the report as XML. A rule with an error fails; one with warnings or notes passes, and has them as output."""
    root = ET.Element("testsuites", name="parity")
    for side in SIDES:
        if side in report.databases:
            line = report.databases[side]
            _suite(root, f"parity.{line.backend}", [_revision(one, side, report) for one in report.revisions])
    _suite(root, "parity.rules", [_rule(name, report, display) for name in _rules(report)])
    ET.indent(root)
    return f'<?xml version="1.0" encoding="utf-8"?>\n{ET.tostring(root, encoding="unicode")}\n'


def _suite(root: ET.Element, name: str, cases: list[ET.Element]) -> None:
    counts = {
        "tests": len(cases),
        "failures": sum(case.find("failure") is not None for case in cases),
        "errors": 0,
        "skipped": sum(case.find("skipped") is not None for case in cases),
    }
    seconds = sum(float(case.get("time", "0")) for case in cases)
    attributes = {"name": name, "time": f"{seconds:.4f}"} | {key: str(number) for key, number in counts.items()}
    suite = ET.SubElement(root, "testsuite", attributes)
    for case in cases:
        case.set("classname", name)
        suite.append(case)


def _revision(line: RevisionLine, side: Side, report: Report) -> ET.Element:
    case = ET.Element("testcase", name=_clean(line.id), time=f"{line.seconds.get(side, 0.0):.4f}")
    status = line.status.get(side, "not-run")
    if status == "failed":
        causes = [item for item in report.findings if telling.is_of_the_walk(item) and item.revision == line.id]
        _failure(case, "the revision failed", "\n\n".join(item.message for item in causes))
    elif status != "ok":
        ET.SubElement(case, "skipped").text = "not run"
    return case


def _rules(report: Report) -> Iterable[str]:
    return dict.fromkeys([*report.rules, *(finding.rule for finding in report.findings)])


def _rule(name: str, report: Report, display: Display) -> ET.Element:
    case = ET.Element("testcase", name=name, time="0.0000")
    found = [finding for finding in report.findings if finding.rule == name]
    errors = [finding for finding in found if finding.severity == "error"]
    others = [finding for finding in found if finding.severity != "error"]
    if report.verdict == "not-run" and not found:
        ET.SubElement(case, "skipped").text = "not run"
    if errors:
        _failure(case, telling.count(len(errors), "errors"), _texts(errors, report, display))
    accepted = [f"accepted: {telling.accepted(item)}" for item in report.accepted if item.rule == name]
    if others or accepted:
        ET.SubElement(case, "system-out").text = _clean(
            "\n\n".join([_texts(others, report, display), *accepted]).strip()
        )
    return case


def _texts(findings: Iterable[Finding], report: Report, display: Display) -> str:
    parts = []
    for finding in findings:
        place = telling.place(finding, report, display)
        start = f"{place}: {finding.severity}" if place else finding.severity
        sides = [
            f"{telling.title(side, report)}: {text}"
            for side, text in (("dev", finding.dev), ("prod", finding.prod))
            if text is not None and not finding.objects
        ]
        parts.append("\n".join([f"{start}: {finding.message}", *sides, f"fix: {finding.fix}"]))
    return "\n\n".join(parts)


def _failure(case: ET.Element, message: str, text: str) -> None:
    ET.SubElement(case, "failure", message=message, type="parity").text = _clean(text)


def _clean(text: str) -> str:
    return FORBIDDEN.sub(lambda found: found[0].encode("unicode_escape").decode("ascii"), text)


FORMAT = ReportFormat(name="junit", render=render)
