"""One HTML file to look into: the verdict, the tables against the revisions, both DDLs side by side, the findings.

It needs no network: style, script and data stand in the file, and its Content-Security-Policy refuses all else.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from harness.model import PLAIN, ReportFormat

if TYPE_CHECKING:
    from harness.model import Display, Report


def render(report: Report, display: Display = PLAIN) -> str:
    """Give the report as one HTML page, in ASCII letters only: it reads the same in whatever encoding it is sent."""
    from harness.reports.html.page import page  # noqa: PLC0415 - reads the template, which only this needs

    return page(report, display)


FORMAT = ReportFormat(name="html", render=render)
