"""What a finding goes back to, as the text of the revision says it: told after the message."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from harness.model import Comparison, Finding, Span

FAILURES = frozenset(
    {"acceptance-not-valid", "connection-refused", "migration-error", "revision-fails-on-rows", "upgrade-ways-differ"}
)
"""Rules about an exception that nobody caught, or about a comment."""


def with_cause(finding: Finding, comparison: Comparison) -> Finding:
    """Name the test of the dialect, or the handler of exceptions, in which the line of an error or warning stands."""
    revision = comparison.revision(finding.revision) if finding.revision else None
    if revision is None or finding.severity == "note" or finding.line is None or finding.file != revision.file:
        return finding
    if finding.rule in FAILURES:
        return finding
    branch = _around(finding.line, revision.look.branches)
    caught = _around(finding.line, revision.look.caught)
    told = []
    if branch is not None and branch.backends:
        told.append(f"Line {branch.line} lets it run on {' and '.join(branch.backends)} only.")
    if caught is not None:
        told.append(f"Line {caught.line} catches what fails there, and the migration goes on.")
    return replace(finding, message=" ".join([finding.message, *told])) if told else finding


def _around(line: int, spans: Iterable[Span]) -> Span | None:
    """Give the innermost of the spans around a line."""
    found = [span for span in spans if span.first <= line <= span.last]
    return min(found, key=lambda span: span.last - span.first, default=None)
