"""The words in which every format tells a report: verdicts, counts, objects and places."""

from __future__ import annotations

from collections import Counter
from pathlib import PurePath
from typing import TYPE_CHECKING

from harness.model.wording import KINDS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from harness.model.display import Display
    from harness.model.report import Accepted, Finding, FindingObject, Report, Severity

VERDICTS = {"parity": "PARITY", "diverged": "DIVERGED", "not-run": "NOT RUN"}
SINGULARS = {"indexes": "index"}
ONLY_WHEN_ANY = ("rows", "probes")
"""Counts that are told only when there are any: most projects declare none."""
OF_THE_WALK = frozenset({"connection-refused", "migration-error", "not-committed"})
"""The rules whose errors say how a revision ran, and not what it made."""
PRECISE = 10
"""Below so many seconds their fractions are told."""


def verdict(report: Report) -> str:
    """Give the verdict in one line."""
    words = VERDICTS[report.verdict]
    if any(line.provisional for line in report.databases.values()):
        words += " (provisional)"
    if report.verdict == "parity":
        names = " and ".join(f"{line.backend} {line.version}" for line in report.databases.values())
        words += f": {names} agree after {_when(report)}"
    found = severities(report)
    if found:
        words += f", with {found}" if report.verdict == "parity" else f": {found}"
    if not report.accepted:
        return words
    number = len(report.accepted)
    return (
        f"{words}, but for {count(number, 'accepted differences')}"
        if report.verdict == "parity"
        else (f"{words}; {number} accepted")
    )


def is_of_the_walk(finding: Finding) -> bool:
    """Tell whether a finding says that a revision did not run as it should."""
    return finding.rule in OF_THE_WALK and finding.severity == "error"


def severities(report: Report) -> str:
    """Count the findings: "1 error, 2 notes"."""
    found = Counter(finding.severity for finding in report.findings)
    order: tuple[Severity, ...] = ("error", "warning", "note")
    return ", ".join(count(found[severity], f"{severity}s") for severity in order if found[severity])


def count(number: int, things: str) -> str:
    """Say how many: "1 index", "2 indexes"."""
    return f"{number} {SINGULARS.get(things, things.removesuffix('s')) if number == 1 else things}"


def compared(report: Report) -> str:
    """Say how much was compared."""
    counts = dict(report.compared)
    revisions = counts.pop("revisions", 0)
    if not revisions:
        return "Compared nothing: no revision was reached on both databases."
    counts.pop("populated", None)
    named = [count(number, name) for name, number in counts.items() if number or name not in ONLY_WHEN_ANY]
    last = f"; the last has {enumeration(named)}" if named else ""
    before = f", {report.restored} of them run by an earlier check (see --cache)" if report.restored else ""
    return f"Compared {count(revisions, 'revisions')}{before}{last}."


def enumeration(words: Iterable[str]) -> str:
    """Join words: "a, b and c"."""
    *first, last = words
    return f"{', '.join(first)} and {last}" if first else last


def seconds(report: Report) -> str | None:
    """Say how long the migrations ran on each database; None when none ran."""
    parts = []
    for side, line in report.databases.items():
        spent = [revision.seconds[side] for revision in report.revisions if side in revision.seconds]
        if spent:
            parts.append(f"{sum(spent):.{2 if sum(spent) < PRECISE else 0}f} s on {line.backend}")
    return f"The migrations took {enumeration(parts)}." if parts else None


def title(side: str, report: Report) -> str:
    """Name a side: "dev (sqlite)"."""
    line = report.databases.get(side)
    return f"{side} ({line.backend})" if line else side


def subject(item: FindingObject) -> str:
    """Name an object of a finding: "unique users (email)", "column users.email"."""
    kind = KINDS.get(item.kind, item.kind)
    if item.column and item.table:
        return f"{kind} {item.table}.{item.column}"
    columns = f" ({', '.join(item.columns)})" if item.columns else ""
    if item.table and (columns or not item.name):
        return f"{kind} {item.table}{columns}"
    if item.table:
        return f"{kind} {item.name} of {item.table}"
    return f"{kind} {item.name or ''}{columns}".rstrip()


def place(item: Finding | FindingObject, report: Report, display: Display) -> str | None:
    """Give `file:line` as it can be opened from where the reader stands; the revision when no file is known."""
    if item.file is None:
        return f"revision {display.line(item.revision)}" if item.revision else None
    line = f":{item.line}" if item.line else ""
    return f"{path(item.file, report, display)}{line}"


def path(file: str, report: Report, display: Display) -> str:
    """Give the path of a file of the project relative to the reader's directory, or absolute when it lies elsewhere."""
    if display.directory is None or display.directory == report.root:
        return display.line(file)
    absolute = PurePath(report.root, file)
    near = absolute.is_relative_to(display.directory)
    return display.line(str(absolute.relative_to(display.directory) if near else absolute))


def of_rule(rule: str, item: FindingObject) -> str:
    """Name what a rule found: "type-differs of items.price", "constraint-missing of unique items (sku)"."""
    column = f"{item.table}.{item.column}" if item.table and item.column else subject(item)
    return f"{rule} of {column}"


def accepted(item: Accepted) -> str:
    """Say what was accepted, where and why: "type-differs of items.price (parity-accepted.toml:4): …"."""
    until = f", until {item.expires}" if item.expires else ""
    return f"{of_rule(item.rule, item.item)} ({item.where}{until}): {item.reason}"


def _when(report: Report) -> str:
    revisions = report.compared.get("revisions", 0)
    if revisions == 1:
        return "the only revision"
    mended = any(finding.healed_in for finding in report.findings)
    return f"{'the last' if mended else 'each'} of {revisions} revisions"
