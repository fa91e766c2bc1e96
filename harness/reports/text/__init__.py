"""The report for people, on a terminal or in a log: the verdict, the findings, and what stands behind them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from harness.model import PLAIN, ReportFormat

if TYPE_CHECKING:
    from harness.model import Display, Report


def render(report: Report, display: Display = PLAIN) -> str:
    """Give the report as text that is as wide as the display."""
    from harness.reports.text.page import page  # noqa: PLC0415 - loads rich, which only this needs

    return page(report, display)


FORMAT = ReportFormat(name="text", render=render)
