"""What a rule finds, and what is reported."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING, Literal, Protocol

from harness.model.display import PLAIN

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date

    from harness.model.display import Display
    from harness.model.tables import TableLine
    from harness.model.walk import Unchecked

Severity = Literal["error", "warning", "note"]
Verdict = Literal["parity", "diverged", "not-run"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Witness:
    """A statement that shows the finding: what each side does with it."""

    sql: str
    dev: str
    prod: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingObject:
    """One of several objects that a finding sums up."""

    table: str | None
    kind: str
    name: str | None
    column: str | None = None
    columns: tuple[str, ...] = ()
    dev: str | None = None
    prod: str | None = None
    expected: str | None = None
    revision: str | None = None
    file: str | None = None
    line: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """A rule's verdict on one cause."""

    rule: str
    severity: Severity
    kind: str
    message: str
    fix: str
    table: str | None = None
    name: str | None = None
    column: str | None = None
    columns: tuple[str, ...] = ()
    dev: str | None = None
    prod: str | None = None
    expected: str | None = None
    objects: tuple[FindingObject, ...] = ()
    revision: str | None = None
    healed_in: str | None = None
    file: str | None = None
    line: int | None = None
    witness: Witness | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Accepted:
    """An object of a finding that counts no more, as the project has accepted it, there `where` it says so.

    `in_source` tells a comment in a revision from an entry of the file of accepted differences.
    """

    rule: str
    severity: Severity
    item: FindingObject
    reason: str
    where: str
    in_source: bool
    expires: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DatabaseLine:
    """Which server judged: for the report."""

    backend: str
    version: str
    server: str
    provisional: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RevisionLine:
    """A revision in the report: seconds and status by side."""

    id: str
    file: str
    message: str
    seconds: Mapping[str, float]
    status: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """The whole answer; every format is a view of it. `rules` are those that judged, each with its first sentence.

    `restored` revisions were not run now, but by an earlier check, whose walks were kept.
    """

    verdict: Verdict
    root: str
    script_location: str
    kind: str
    heads: tuple[str, ...]
    databases: Mapping[str, DatabaseLine]
    revisions: tuple[RevisionLine, ...]
    compared: Mapping[str, int]
    findings: tuple[Finding, ...]
    not_checked: tuple[Unchecked, ...]
    accepted: tuple[Accepted, ...] = ()
    rules: Mapping[str, str] = field(default_factory=dict)
    restored: int = 0
    make_tables: Callable[[], tuple[TableLine, ...]] = field(default=tuple, repr=False, compare=False)

    @property
    def tables(self) -> tuple[TableLine, ...]:
        """The tables of the history, worked out when somebody asks for them: most formats do not."""
        return self.make_tables()

    def portable(self) -> Report:
        """Give the report as it can be sent to another process: with its tables worked out."""
        return replace(self, make_tables=partial(tuple, self.tables))


class Render(Protocol):
    """How a format turns a report into text for a display."""

    def __call__(self, report: Report, display: Display = PLAIN) -> str:
        """Give the text, with a line break at its end."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportFormat:
    """One file of harness/reports: renders a report as text."""

    name: str
    render: Render
