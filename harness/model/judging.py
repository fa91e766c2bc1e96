"""How findings count in a project, and what then counts."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from harness.model.rule import Selection

if TYPE_CHECKING:
    from datetime import date

    from harness.model.accepting import Acceptance
    from harness.model.report import Accepted, Finding


@dataclass(frozen=True, slots=True, kw_only=True)
class Judging:
    """How findings count: the rules wanted, what is accepted, and on which day.

    `since` is a revision: what it and the revisions before it brought is not judged.
    """

    today: date
    selection: Selection = field(default_factory=Selection)
    acceptances: tuple[Acceptance, ...] = ()
    since: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """Findings that count, what was accepted and by what, and how many objects are older than is judged."""

    findings: tuple[Finding, ...]
    accepted: tuple[Accepted, ...] = ()
    used: frozenset[Acceptance] = frozenset()
    older: int = 0
