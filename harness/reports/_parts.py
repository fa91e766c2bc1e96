"""Put the report on a further database of the same history into the report on the first one."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from harness.model import Report, RevisionLine, Unchecked, Verdict

WORST: tuple[Verdict, ...] = ("not-run", "diverged", "parity")
WEIGHT = ("failed", "not-run", "ok")


def with_part(report: Report, name: str, part: Report) -> Report:
    """Give the report with a part's findings and counts; every text of the part says whose it is."""
    findings = tuple(replace(item, message=f"{item.message} This is in the {name}.") for item in part.findings)
    counts = {key: number + part.compared.get(key, 0) for key, number in report.compared.items()}
    lines = {line.id: line for line in part.revisions}
    return replace(
        report,
        verdict=min(report.verdict, part.verdict, key=WORST.index),
        findings=(*report.findings, *findings),
        accepted=(*report.accepted, *part.accepted),
        compared={**counts, "revisions": min(report.compared["revisions"], part.compared["revisions"])},
        revisions=tuple(_together(line, lines[line.id]) for line in report.revisions),
        not_checked=(*report.not_checked, *(_named(item, name) for item in part.not_checked)),
        make_tables=cache(lambda: (*report.tables, *(replace(line, part=name) for line in part.tables))),
    )


def _together(line: RevisionLine, other: RevisionLine) -> RevisionLine:
    return replace(
        line,
        seconds={side: round(value + other.seconds.get(side, 0.0), 4) for side, value in line.seconds.items()},
        status={side: min(value, other.status[side], key=WEIGHT.index) for side, value in line.status.items()},
    )


def _named(item: Unchecked, name: str) -> Unchecked:
    return replace(item, what=f"{item.what} in the {name}")
