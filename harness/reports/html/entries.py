"""A finding as HTML: where, what, what each side has, the objects, the fix."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from harness.model import telling
from harness.reports.html.markup import Markup, element, together

if TYPE_CHECKING:
    from collections.abc import Iterator

    from harness.model import Display, Finding, FindingObject, Report

SIDES = ("dev", "prod")
MANY = 8
"""More objects than these are folded away."""
ONE_SIDED = frozenset({"downgrade", "history", "migration-error"})
"""Kinds of findings in which a side without a text has nothing to say."""


def entry(finding: Finding, number: int, report: Report, display: Display) -> Markup:
    """Give a finding in full. The script finds it by its number."""
    body = [
        *(_objects(finding.objects, report, display) if finding.objects else _sides(finding, report)),
        *_witness(finding),
        _fix(finding.fix),
    ]
    if finding.severity == "note":
        body = [element("details", element("summary", "Both sides, and what to do"), *body)]
    return element(
        "article",
        _about(finding, report, display),
        element("h3", finding.message, id=f"finding-{number}-title"),
        *body,
        id=f"finding-{number}",
        class_=f"finding {finding.severity}",
        data_severity=finding.severity,
        data_rule=finding.rule,
        aria_labelledby=f"finding-{number}-title",
        tabindex="-1",
    )


def _about(finding: Finding, report: Report, display: Display) -> Markup:
    place = telling.place(finding, report, display)
    parts = [
        element("span", finding.severity, class_=f"badge {finding.severity}"),
        element("span", finding.rule, class_="rule"),
    ]
    if place:
        parts.append(element("code", place, class_="place"))
    if finding.revision and finding.file:
        parts.append(element("span", f"revision {finding.revision}", class_="since"))
    if finding.healed_in:
        parts.append(element("span", f"mended by {finding.healed_in}", class_="badge mended"))
    return element("p", *parts, class_="about")


def _sides(finding: Finding, report: Report) -> Iterator[Markup]:
    texts = {"dev": finding.dev, "prod": finding.prod}
    titles = {side: telling.title(side, report) for side in texts}
    if finding.expected not in {None, finding.dev, finding.prod}:
        texts["expected"], titles["expected"] = finding.expected, "expected"
    if finding.kind in ONE_SIDED:
        texts = {side: text for side, text in texts.items() if text is not None}
    if any(text is not None for text in texts.values()):
        cells = [element("dt", titles[side]) + element("dd", _text(text)) for side, text in texts.items()]
        yield element("dl", *(element("div", Markup(cell)) for cell in cells), class_="sides")


def _text(text: str | None) -> Markup:
    return element("span", "none", class_="none") if text is None else element("code", text)


def _objects(objects: tuple[FindingObject, ...], report: Report, display: Display) -> Iterator[Markup]:
    expected = any(item.expected not in {None, item.dev, item.prod} for item in objects)
    titles = ["object", *(telling.title(side, report) for side in SIDES), *(["expected"] if expected else []), "line"]
    rows = []
    for item in objects:
        texts = (item.dev, item.prod, item.expected) if expected else (item.dev, item.prod)
        cells = [element("td", _text(text), data_title=title) for title, text in zip(titles[1:], texts, strict=False)]
        place = telling.place(item, report, display) or ""
        rows.append(
            element(
                "tr",
                element("th", telling.subject(item), scope="row"),
                *cells,
                element("td", element("code", place), data_title="line"),
            )
        )
    table = element(
        "table",
        element("thead", element("tr", *(element("th", title, scope="col") for title in titles))),
        element("tbody", *rows),
        class_="objects",
    )
    scrolled = element(
        "div", table, class_="scroll", tabindex="0", role="region", aria_label=f"{len(objects)} objects of this finding"
    )
    folded = element("summary", telling.count(len(objects), "objects"))
    yield element("details", folded, scrolled) if len(objects) > MANY else scrolled


def _witness(finding: Finding) -> Iterator[Markup]:
    witness = finding.witness
    if witness is None:
        return
    yield element("h4", "A statement that shows it")
    yield code(witness.sql)
    if (witness.dev, witness.prod) != (finding.dev, finding.prod):
        yield element("p", "dev: ", element("code", witness.dev), "; prod: ", element("code", witness.prod))


def _fix(fix: str) -> Markup:
    """Give the fix: its words as a paragraph, its lines of code as they are, to be copied."""
    parts = []
    for is_code, group in groupby(fix.splitlines(), key=lambda line: line.startswith(" ")):
        text = "\n".join(group)
        parts.append(code(_dedented(text)) if is_code else element("p", text))
    return element("div", element("h4", "Fix"), *parts, class_="fix")


def _dedented(text: str) -> str:
    lines = text.splitlines()
    depth = min((len(line) - len(line.lstrip()) for line in lines if line.strip()), default=0)
    return "\n".join(line[depth:] for line in lines)


def code(text: str) -> Markup:
    """Give text to be copied, on its own lines."""
    return element("pre", element("code", text), tabindex="0")


def accepted(report: Report) -> Markup:
    """Give the differences that the project lives with, each with its reason; nothing when there are none."""
    if not report.accepted:
        return Markup()
    items = []
    for decision in report.accepted:
        item = decision.item
        sides = [f"{side}: {text or 'none'}" for side, text in (("dev", item.dev), ("prod", item.prod))]
        told = [f"{decision.rule} ({decision.severity})", *(sides if item.dev or item.prod else [])]
        until = f", until {decision.expires}" if decision.expires else ""
        what = element("dt", telling.subject(item), element("small", "; ".join(told)))
        items.append(together(what, element("dd", decision.reason, element("small", f"{decision.where}{until}"))))
    return element(
        "section",
        element("h2", "Accepted"),
        element("dl", *(element("div", item) for item in items), class_="gaps"),
    )


def gaps(report: Report) -> Markup:
    """Give what was not checked, and why; nothing when everything was."""
    if not report.not_checked:
        return Markup()
    items = [together(element("dt", item.what), element("dd", item.why)) for item in report.not_checked]
    return element(
        "section",
        element("h2", "Not checked"),
        element("dl", *(element("div", item) for item in items), class_="gaps"),
    )
