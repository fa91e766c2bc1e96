"""What a project has accepted, with its reason."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """The lines of a revision's file for which a comment speaks; `whole` for all that the revision brings."""

    revision: str
    file: str
    first: int
    last: int
    whole: bool = False


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Acceptance:
    """Differences that a project lives with: a comment in a revision, or an entry of the file of accepted ones.

    `file` and `line` say where it stands. `fields` are those of the one object that an entry names, `scope` the lines
    that a comment speaks for. There is one of each, so it is compared by identity.
    """

    rules: tuple[str, ...]
    reason: str
    file: str
    line: int
    fields: Mapping[str, object] = field(default_factory=dict)
    scope: Scope | None = None
    expires: date | None = None

    @property
    def where(self) -> str:
        """Where it stands: "parity-accepted.toml:12"."""
        return f"{self.file}:{self.line}"
