"""Where a walk begins that does not begin at base: after revisions that an earlier run has walked."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from harness.model import Note, Side, Step, Unchecked

Fingerprint = dict[str, str]
"""What a walk depends on besides its revisions, as its worker saw it (worker/fingerprint.py): part and digest."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Start:
    """One side after some revisions. `template` names the copy of its database that the server keeps.

    `fingerprint` is what the walk there depended on.
    """

    template: str
    steps: tuple[Step, ...]
    notes: tuple[Note, ...] = ()
    unchecked: tuple[Unchecked, ...] = ()
    fingerprint: Fingerprint = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Awaited:
    """A start of which only the name of the copy is known yet.

    `read` gives all of it when it has been read; it raises StartOutdatedError when it cannot be.
    """

    template: str
    read: Callable[[], Start]


@dataclass(frozen=True, slots=True, kw_only=True)
class RowStart:
    """One side of a walk with rows after some revisions; `known` says how its tables are read (worker/rows.py)."""

    template: str
    steps: tuple[Step, ...]
    known: Mapping[str, Any]

    def followed(self) -> RowStart:
        """Give the start of a walk on which revisions follow: what was tried at its end is no part of it."""
        *others, last = self.steps
        rows = last.rows.between() if last.rows is not None else None
        return replace(self, steps=(*others, replace(last, rows=rows)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Remembering:
    """What a walk needs to know so that later ones can start where it ends.

    `imports` are the modules that its revisions import, `before` those that the revisions before its start do. `known`
    says by path what these assign, so that their modules need not be loaded.
    """

    imports: tuple[str, ...]
    starts: Mapping[Side, Awaited] = field(default_factory=dict)
    before: tuple[str, ...] = ()
    known: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)

    def modules(self, start: Awaited | None) -> dict[str, list[str]]:
        """Give the modules for which the worker takes fingerprints."""
        return {"imports": list(self.imports), **({"before": list(self.before)} if start is not None else {})}


class StartOutdatedError(Exception):
    """The project does not stand as it did when the start was kept; `what` are the parts that differ."""

    def __init__(self, what: tuple[str, ...]) -> None:
        super().__init__(", ".join(what))
        self.what = what


class LaneMemory:
    """What the worker of one lane tells of what its walk depends on, held against what the start depended on."""

    def __init__(self) -> None:
        self._start: Start | None = None
        self._outdated: tuple[str, ...] = ()
        self.fingerprint: Fingerprint = {}
        self.opened: dict[str, str] = {}
        self.left = False

    def begin_after(self, start: Start) -> None:
        """Take what the walk is to start from."""
        self._start = start

    def hear(self, event: Mapping[str, Any]) -> None:
        """Take what the worker tells when the walk has ended (worker/remembering.py)."""
        self.opened.update(event.get("opened") or {})
        self.left = self.left or bool(event.get("left"))

    def compare(self, prints: Mapping[str, Fingerprint]) -> bool:
        """Tell whether the walk may go on from the start; `prints` are from worker/remembering.py."""
        self.fingerprint = prints["imports"]
        if self._start is not None:
            then, now = self._start.fingerprint, prints["before"]
            self._outdated = tuple(part for part in sorted({*then, *now}) if then.get(part) != now.get(part))
        return not self._outdated

    def raise_if_outdated(self) -> None:
        """Raise StartOutdatedError where it may not, or nothing was told that could be compared."""
        if self._outdated or (self._start is not None and not self.fingerprint):
            raise StartOutdatedError(self._outdated or ("all of it",))
