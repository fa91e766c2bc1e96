"""The whole page: the template, filled."""

from __future__ import annotations

import base64
import hashlib
from collections import Counter
from importlib.resources import files
from string import Template
from typing import TYPE_CHECKING

from harness.model import telling
from harness.reports.html.entries import accepted, entry, gaps
from harness.reports.html.markup import Markup, element, together
from harness.reports.html.payload import payload

if TYPE_CHECKING:
    from collections.abc import Iterator

    from harness.model import Display, Report, RevisionLine, Severity

SCRIPTS = ("levels.js", "ddl.js", "map.js", "detail.js", "main.js")
SEVERITIES: tuple[Severity, ...] = ("error", "warning", "note")


def page(report: Report, display: Display) -> str:
    """Fill the template."""
    script = f'"use strict";\n(() => {{\n{"".join(map(_read, SCRIPTS))}}})();\n'
    style = _read("page.css")
    body = {
        "title": together(f"{telling.verdict(report)} - {report.script_location}"),
        "verdict": report.verdict,
        "words": together(telling.verdict(report)),
        "project": together(report.root),
        "databases": together(*_databases(report)),
        "compared": together(" ".join(filter(None, [telling.compared(report), telling.seconds(report)]))),
        "filter": _filter(report) if report.findings else "",
        "findings": _findings(report, display),
        "accepted": accepted(report),
        "gaps": gaps(report),
        "revisions": _revisions(report),
    }
    return Template(_read("page.html")).substitute(
        {name: text.encode("ascii", "xmlcharrefreplace").decode() for name, text in body.items()},
        data=payload(report),
        script=script,
        style=style,
        script_hash=_hash(script),
        style_hash=_hash(style),
    )


def _read(name: str) -> str:
    return files(__package__).joinpath(name).read_text("ascii")


def _hash(text: str) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"


def _databases(report: Report) -> Iterator[Markup]:
    for side, line in report.databases.items():
        provisional = [element("p", f"provisional: {line.provisional}")] if line.provisional else []
        about = element("dd", f"{line.backend} {line.version} ({line.server})", *provisional)
        yield element("div", element("dt", side), about)


def _filter(report: Report) -> Markup:
    """Give the controls that choose findings."""
    found = Counter(finding.severity for finding in report.findings)
    boxes = [
        element(
            "label",
            Markup(f'<input type="checkbox" name="severity" value="{name}" checked> '),
            telling.count(found[name], f"{name}s"),
            class_=f"toggle {name}",
        )
        for name in SEVERITIES
        if found[name]
    ]
    rules = [element("option", name, value=name) for name in sorted({finding.rule for finding in report.findings})]
    return element(
        "form",
        element("fieldset", element("legend", "Severity", class_="unseen"), *boxes),
        element("label", "Rule ", element("select", element("option", "all rules", value=""), *rules, name="rule")),
        element("label", "Text ", Markup('<input type="search" name="text" autocomplete="off">')),
        element("output", "", name="shown"),
        id="filter",
        hidden=True,
        role="search",
        aria_label="Findings",
    )


def _findings(report: Report, display: Display) -> Markup:
    if not report.findings:
        words = "There is nothing to tell." if report.verdict == "parity" else "No rule had anything to look at."
        return element("p", words)
    return together(*(entry(item, number, report, display) for number, item in enumerate(report.findings, 1)))


def _revisions(report: Report) -> Markup:
    """Give the revisions as a table, for readers without the script and for print."""
    if not report.revisions:
        return Markup()
    titles = ["revision", "message", *(telling.title(side, report) for side in ("dev", "prod"))]
    head = element("thead", element("tr", *(element("th", title, scope="col") for title in titles)))
    body = element("tbody", *(_revision(line) for line in report.revisions))
    table = element(
        "div", element("table", head, body), class_="scroll", tabindex="0", role="region", aria_label="Revisions"
    )
    return element("details", element("summary", telling.count(len(report.revisions), "revisions")), table)


def _revision(line: RevisionLine) -> Markup:
    sides = [
        element("td", f"{line.seconds[side]:.3f} s" if side in line.seconds else "", " ", _status(line.status[side]))
        for side in ("dev", "prod")
    ]
    return element("tr", element("th", element("code", line.id), scope="row"), element("td", line.message), *sides)


def _status(status: str) -> str:
    return "" if status == "ok" else element("span", status.replace("-", " "), class_=f"badge {status}")
