"""What is read of a check in the output of pytest, in the words of the report for people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from harness.errors import ParityError
from harness.model import Display, telling
from harness.pytest_plugin.keeping import CheckError, running
from harness.pytest_plugin.plan import plan_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pytest

    from harness.model import Finding, FindingObject, Report
    from harness.pytest_plugin.run import Run

SERVERS = frozenset({"auto", "container", "embedded"})
MOST_OBJECTS = 10


def header(config: pytest.Config) -> str:
    """Say what will be checked. Nothing has been started, so the versions of the servers are not known."""
    try:
        plan = plan_of(config)
    except ParityError as error:
        return f"parity: {error.what}"
    where = plan.settings.postgres if plan.settings.postgres in SERVERS else "a server given by its URL"
    revisions = telling.count(len(plan.revisions), "revisions")
    return f"parity: {revisions} of {plan.location}, on sqlite and postgresql ({where})"


def text_of(findings: tuple[Finding, ...], report: Report, config: pytest.Config) -> str:
    """Give findings as the text of a failure."""
    display = Display(directory=str(config.invocation_params.dir))
    return "\n\n".join("\n".join(_lines(finding, report, display)) for finding in findings)


def summarise(terminal: pytest.TerminalReporter, run: Run) -> None:
    """Say of each check how much was compared, what was not, and the warnings."""
    for keeper in running(run):
        try:
            report = keeper.peek()
        except CheckError:
            continue  # its items have told it
        if report is not None:
            terminal.write_sep("=", "parity")
            for line in _summary(report, terminal.config):
                terminal.write_line(line)


def _summary(report: Report, config: pytest.Config) -> Iterator[str]:
    yield telling.verdict(report)
    for side, line in report.databases.items():
        yield f"{side}: {line.backend} {line.version} ({line.server})"
        if line.provisional:
            yield f"{side} is provisional: {line.provisional}"
    yield telling.compared(report)
    for item in report.not_checked:
        yield f"not checked: {item.what}: {item.why}"
    display = Display(directory=str(config.invocation_params.dir))
    for finding in report.findings:
        if finding.severity == "warning":
            place = telling.place(finding, report, display) or report.script_location
            yield f"warning: {place}: {finding.rule}: {finding.message}"


def _lines(finding: Finding, report: Report, display: Display) -> Iterator[str]:
    yield finding.message
    place = telling.place(finding, report, display)
    if place and not finding.objects:
        yield f"  at {place}"
    if finding.witness and finding.witness.sql not in finding.message:
        yield f"  statement: {_indented(finding.witness.sql)}"
    if finding.objects:
        for item in finding.objects[:MOST_OBJECTS]:
            yield from _object(item, report, display)
        more = len(finding.objects) - MOST_OBJECTS
        if more > 0:
            yield f"  and {more} more: see `parity check --format json`"
    else:
        yield from _sides(finding, report)
    yield f"  fix: {_indented(finding.fix)}"


def _object(item: FindingObject, report: Report, display: Display) -> Iterator[str]:
    place = telling.place(item, report, display)
    yield f"  {telling.subject(item)}" + (f" at {place}" if place else "")
    yield from (f"  {line}" for line in _sides(item, report))


def _sides(item: Finding | FindingObject, report: Report) -> Iterator[str]:
    texts = {"dev": item.dev, "prod": item.prod}
    if any(text is not None for text in texts.values()):
        for side, text in texts.items():
            yield f"  {telling.title(side, report)}: {'none' if text is None else _indented(text)}"


def _indented(text: str) -> str:
    return text.strip().replace("\n", "\n    ")
