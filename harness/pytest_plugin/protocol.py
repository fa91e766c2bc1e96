"""What the processes of a run and the keeper of a check say to each other."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from harness.config import Settings

SOCKET = "socket"
READY = b"ready\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """What a keeper checks, the directory of its socket and log, and the process with whose end it ends.

    `rows` are the revisions after which the suite writes rows.
    """

    project: Path
    settings: Settings
    directory: Path
    owner: int
    rows: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Rows that the keeper wants from a process that waits for the report: it answers with an objection or None."""

    revision: str
    backend: str
    url: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """A ParityError as it travels. `unavailable` says that no server could be had."""

    what: str
    why: str
    next_step: str
    unavailable: bool = False
