"""Markdown (GitHub's) for a step's summary or a comment on a pull request: the verdict, a table, the details."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from harness.model import PLAIN, ReportFormat, telling

if TYPE_CHECKING:
    from collections.abc import Iterator

    from harness.model import Display, Finding, Report

MARKS = {"parity": "✅", "diverged": "❌", "not-run": "❌"}
SPECIAL = re.compile(r"([\\`*_{}\[\]<>()#+!|~&@-])")
FENCE = re.compile("`{3,}")


def render(report: Report, display: Display = PLAIN) -> str:
    """Give the report as Markdown; nothing in a name or a message is obeyed as markup."""
    mark = f"{MARKS[report.verdict]} " if display.unicode else ""
    lines = [f"## {mark}{_words(telling.verdict(report), display)}", ""]
    told = [finding for finding in report.findings if finding.severity != "note"]
    if told:
        lines += ["| | rule | where | what |", "|---|---|---|---|"]
        lines += [_row(finding, report, display) for finding in told]
        lines.append("")
    for finding in told:
        lines += _details(finding, report, display)
    lines += _notes(report, display)
    for side, line in report.databases.items():
        lines.append(f"- {side}: {_words(f'{line.backend} {line.version} ({line.server})', display)}")
        if line.provisional:
            lines.append(f"  provisional: {_words(line.provisional, display)}")
    lines += ["", _words(telling.compared(report), display)]
    if report.accepted:
        lines += ["", "Accepted:", ""]
        lines += [f"- {_words(telling.accepted(item), display)}" for item in report.accepted]
    if report.not_checked:
        lines += ["", "Not checked:", ""]
        lines += [f"- {_words(f'{item.what}: {item.why}', display)}" for item in report.not_checked]
    return "\n".join(lines) + "\n"


def _row(finding: Finding, report: Report, display: Display) -> str:
    place = telling.place(finding, report, display) or report.script_location
    cells = [finding.severity, finding.rule, _code(place, display), _words(finding.message, display)]
    return f"| {' | '.join(cells)} |"


def _details(finding: Finding, report: Report, display: Display) -> Iterator[str]:
    place = telling.place(finding, report, display) or report.script_location
    yield f"<details><summary>{_html(f'{finding.rule}, {place}', display)}</summary>"
    yield ""
    for item in finding.objects:
        where = telling.place(item, report, display)
        yield f"- {_words(telling.subject(item), display)}" + (f", {_code(where, display)}" if where else "")
    if finding.objects:
        yield ""
    else:
        for side, text in (("dev", finding.dev), ("prod", finding.prod)):
            yield from _block(f"{telling.title(side, report)}:", "none" if text is None else text, display)
    if finding.witness is not None:
        yield from _block("A statement that shows it:", finding.witness.sql, display)
    yield from _block("Fix:", finding.fix, display)
    yield "</details>"
    yield ""


def _block(title: str, text: str, display: Display) -> Iterator[str]:
    shown = "\n".join(display.lines(text))
    longest = max((len(run) for run in FENCE.findall(shown)), default=2)
    fence = "`" * (longest + 1)
    yield from (title, "", f"{fence}text", shown, fence, "")


def _notes(report: Report, display: Display) -> Iterator[str]:
    notes = [finding for finding in report.findings if finding.severity == "note"]
    if notes:
        yield f"<details><summary>{telling.count(len(notes), 'notes')}</summary>"
        yield ""
        yield from (f"- {_words(finding.message, display)}" for finding in notes)
        yield ""
        yield "</details>"
        yield ""


def _words(text: str, display: Display) -> str:
    """Give text on one line in which no letter is markup, a mention or a reference."""
    return SPECIAL.sub(r"\\\1", " ".join(display.lines(text)))


def _html(text: str, display: Display) -> str:
    escaped = display.line(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return SPECIAL_IN_HTML.sub(lambda found: f"&#{ord(found[0])};", escaped)


def _code(text: str, display: Display) -> str:
    """Give a path as code; a backtick or a bar in it would end the code or the cell."""
    return f"`{display.line(text).replace('`', chr(39)).replace('|', chr(92) + '|')}`"


SPECIAL_IN_HTML = re.compile(r"[`*_\[\]@|]")
FORMAT = ReportFormat(name="markdown", render=render)
