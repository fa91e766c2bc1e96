"""The report, and its formats: one file, one format, found by its presence."""

from __future__ import annotations

import sys
from functools import cache
from typing import TYPE_CHECKING

from harness.extensions import load_extensions
from harness.model import Report, ReportFormat, RevisionLine
from harness.model.row_walks import populated_tables
from harness.reports._parts import with_part
from harness.reports._tables import table_lines

if TYPE_CHECKING:
    from collections.abc import Mapping

    from harness.model import Accepted, Comparison, DatabaseLine, Finding, Snapshot, Unchecked, Verdict, Walked


__all__ = ["all_formats", "make_report", "with_part"]


def all_formats() -> dict[str, ReportFormat]:
    """Give every report format by name."""
    return load_extensions(sys.modules[__name__], "FORMAT", ReportFormat)


def make_report(  # noqa: PLR0913 - a report holds what every stage gave
    *,
    root: str,
    script_location: str,
    kind: str,
    databases: Mapping[str, DatabaseLine],
    comparison: Comparison,
    findings: tuple[Finding, ...],
    accepted: tuple[Accepted, ...],
    unchecked: tuple[Unchecked, ...],
    rules: Mapping[str, str],
) -> Report:
    """Put the report together. The verdict is parity only when both sides ran and something was compared."""
    compared = _counts(comparison)
    verdict: Verdict = "parity"
    if any(finding.severity != "note" for finding in findings):
        verdict = "diverged"
    if not comparison.dev.steps or not comparison.prod.steps:
        verdict = "not-run"
    return Report(
        verdict=verdict,
        root=root,
        script_location=script_location,
        kind=kind,
        heads=comparison.heads,
        databases=databases,
        revisions=tuple(_lines(comparison)),
        compared=compared,
        findings=findings,
        accepted=accepted,
        not_checked=unchecked,
        rules=rules,
        make_tables=cache(lambda: table_lines(comparison, findings, accepted)),
    )


def _lines(comparison: Comparison) -> list[RevisionLine]:
    walks = {"dev": comparison.dev, "prod": comparison.prod}
    steps = {side: {step.revision: step for step in walked.steps} for side, walked in walks.items()}
    return [
        RevisionLine(
            id=revision.id,
            file=revision.file,
            message=revision.message,
            seconds={side: round(one[revision.id].seconds, 4) for side, one in steps.items() if revision.id in one},
            status={side: one[revision.id].status if revision.id in one else "not-run" for side, one in steps.items()},
        )
        for revision in comparison.revisions
    ]


def _counts(comparison: Comparison) -> dict[str, int]:
    """Count what both sides have been compared on, at the last revision that both reached."""
    both = min(_reached(comparison.dev), _reached(comparison.prod))
    snapshot = comparison.prod.steps[both - 1].snapshot if both else None
    return {"revisions": both, **_sizes(snapshot), **_rows(comparison)}


def _rows(comparison: Comparison) -> dict[str, int]:
    """Count the rows that both sides held, of the largest walk with rows, and the statements that both tried."""
    rows = probes = 0
    for walk in comparison.row_walks:
        steps = [step.rows for step in walk.prod.steps if step.rows is not None]
        placed = sum(sum(step.placed.values()) + sum(trial.error is None for trial in step.trials) for step in steps)
        rows = max(rows, placed)
        if not walk.forced:
            probes = max(probes, sum(len(step.probes) + len(step.edges) for step in steps))
    populated = max((len(populated_tables(walk, comparison.prod)) for walk in comparison.row_walks), default=0)
    return {"rows": rows, "populated": populated, "probes": probes}


def _reached(walked: Walked) -> int:
    return sum(step.snapshot is not None for step in walked.steps)


def _sizes(snapshot: Snapshot | None) -> dict[str, int]:
    tables = list(snapshot.tables.values()) if snapshot else []
    return {
        "tables": len(tables),
        "columns": sum(len(table.columns) for table in tables),
        "constraints": sum(len(table.constraints) for table in tables),
        "indexes": sum(len(table.indexes) for table in tables),
    }
