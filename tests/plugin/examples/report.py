"""`parity_report` is the report of the whole check."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from harness.model import Report


def test_verdict(parity_report: Report) -> None:
    """The history of these examples has no fault."""
    assert parity_report.verdict == "parity"
    assert [line.id for line in parity_report.revisions] == ["0001", "0002"]
