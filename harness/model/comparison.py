"""What a comparison of two walks gives: differences, each with its history, and all that a rule may look at."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterable

    from harness.model.accepting import Acceptance
    from harness.model.report import Witness
    from harness.model.walk import Models, Note, Operation, Revision, Side, Step, Walked

Aspect = Literal[
    "missing",
    "differs",
    "name-differs",
    "unnamed",
    "not-by-convention",
    "cut",
    "drift",
    "lost",
    "rows-lost",
    "rows-differ",
    "values-differ",
    "sequence-behind",
    "statement-differs",
    "engine-differs",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """Two snapshots disagree: `aspect` says how, `kind` on what; `dev` and `prod` are what each side has."""

    aspect: Aspect
    kind: str
    table: str | None
    name: str | None = None
    column: str | None = None
    columns: tuple[str, ...] = ()
    dev: str | None = None
    prod: str | None = None
    expected: str | None = None
    missing_on: Side | None = None
    detail: str | None = None
    statement: str | None = None

    @property
    def key(self) -> tuple[object, ...]:
        """What stays equal while the difference lasts, whatever happens to the texts."""
        identity: object = self.name
        if self.name is None:
            identity = (self.columns, self.dev, self.prod)
        elif self.aspect in {"name-differs", "unnamed"}:
            identity = (self.columns, self.name)
        return (self.aspect, self.kind, self.table, identity, self.column, self.missing_on)


@dataclass(frozen=True, slots=True, kw_only=True)
class Divergence:
    """A difference with its history: the first revision after which it is there, the line, and what healed it.

    `witness` is a statement that shows it, where one was found.
    """

    difference: Difference
    revision: str
    file: str | None = None
    line: int | None = None
    healed_in: str | None = None
    operation: Operation | None = None
    witness: Witness | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundTrip:
    """A side walked down to base and up again: what the way down did not restore, and what the way up did not."""

    side: Side
    down: Walked
    up: Walked | None
    left: tuple[tuple[str, Divergence], ...] = ()
    again: tuple[tuple[str, Divergence], ...] = ()

    def stops(self, step: Step | None) -> bool:
        """Tell whether a step down or up fails at something that a downgrade left: its message names it."""
        message = step.failure.message if step is not None and step.failure is not None else ""
        left = (item.difference.name or item.difference.table for fate, item in self.left if fate == "new")
        return any(re.search(rf"(?<!\w){re.escape(name)}(?!\w)", message) for name in left if name)


@dataclass(frozen=True, slots=True, kw_only=True)
class RowWalk:
    """Both sides walked with rows: the project's `own`, or generated ones.

    `forced` tells that foreign keys were turned on for SQLite, though the project does not; `unusual` that the
    generated rows are varied on purpose, with NULLs and long texts. `found` are the differences, and `same_rows` tells
    that all tables held the same rows at the end.
    """

    dev: Walked
    prod: Walked
    own: bool
    forced: bool = False
    unusual: bool = False
    found: tuple[Divergence, ...] = ()
    same_rows: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """All that a rule may look at. `other_way` is production walked the other way, where that may matter.

    `aims` are the revisions that the version tables should hold at the end, where these are not just the heads.
    `stale` are acceptances without effect, with what is wrong; they are known when all other rules have judged.
    """

    revisions: tuple[Revision, ...]
    heads: tuple[str, ...]
    dev: Walked
    prod: Walked
    divergences: tuple[Divergence, ...]
    models: Models
    name_bytes: int | None = None
    defects: tuple[tuple[str, str | None], ...] = ()
    other_way: Walked | None = None
    round_trips: tuple[RoundTrip, ...] = ()
    row_walks: tuple[RowWalk, ...] = ()
    aims: tuple[str, ...] = ()
    stale: tuple[tuple[Acceptance, str], ...] = ()

    def revision(self, identifier: str) -> Revision | None:
        """Give the revision of that identifier."""
        return next((item for item in self.revisions if item.id == identifier), None)

    def noted(self, code: str) -> tuple[Note, ...]:
        """Give the notes of a kind, of both sides; one for each place in the project."""
        notes = (note for walked in (self.prod, self.dev) for note in walked.notes if note.code == code)
        return tuple({(note.file, note.line): note for note in notes}.values())

    def having(self, *aspects: Aspect, kind: str | None = None) -> Iterable[Divergence]:
        """Give the divergences of some aspects, of one kind or of all."""
        for divergence in self.divergences:
            if divergence.difference.aspect in aspects and kind in {None, divergence.difference.kind}:
                yield divergence
