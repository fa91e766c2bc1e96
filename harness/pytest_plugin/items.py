"""An item of ours: it asks for the report, and fails with the findings that are its own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    import os
    from collections.abc import Callable
    from pathlib import Path

    from harness.config import Settings
    from harness.model import Report
    from harness.pytest_plugin.outcomes import Outcome


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """What an item is about: `judge` gives its outcome, `properties` go into its report, `file` and `line` show it."""

    group: str
    name: str
    judge: Callable[[Report, Settings], Outcome]
    properties: tuple[tuple[str, str], ...] = ()
    file: Path | None = None
    line: int | None = None


class ParityItem(pytest.Function):
    """A revision on a backend, or a rule. A function of pytest, so that it may use fixtures."""

    def __init__(self, *, subject: Subject, **arguments: Any) -> None:  # noqa: ANN401 - those of pytest
        super().__init__(callobj=_run, **arguments)
        self.subject = subject
        self.user_properties.extend(subject.properties)
        self.add_marker("parity")

    def reportinfo(self) -> tuple[os.PathLike[str] | str, int | None, str]:
        """Give the revision's file and line, for those who open them from a report."""
        line = None if self.subject.line is None else self.subject.line - 1
        return self.subject.file or self.path, line, self.nodeid


def _run(request: pytest.FixtureRequest) -> None:
    """Judge the subject of an item by the report of the check."""
    from harness.pytest_plugin.telling import text_of  # loaded when there is something to tell

    item: ParityItem = request.node
    report: Report = request.getfixturevalue("parity_report")
    outcome = item.subject.judge(report, request.getfixturevalue("parity_settings"))
    for finding in outcome.findings:
        properties = (("rule", finding.rule), ("revision", finding.revision), ("table", finding.table))
        item.user_properties.extend((name, value) for name, value in properties if value is not None)
    item.user_properties[:] = dict.fromkeys(item.user_properties)
    if outcome.findings:
        pytest.fail(text_of(outcome.findings, report, request.config), pytrace=False)
    if outcome.not_run is not None:
        _not_run(outcome, item)


def _not_run(outcome: Outcome, item: ParityItem) -> None:
    """Skip when somebody chose so, or when another item of this session fails for the same reason. Fail otherwise."""
    present = {one.nodeid.partition("@")[0] for one in item.session.items}  # pytest-xdist adds its group after an @
    text = f"Not run: {outcome.not_run}"
    if outcome.wanted or present.intersection(outcome.told_by):
        pytest.skip(text)
    pytest.fail(text, pytrace=False)
