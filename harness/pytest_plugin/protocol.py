"""What the processes of a run and the keeper of a check say to each other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from harness.config import Settings

SOCKET = "socket"
READY = b"ready\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """What a keeper checks, the directory of its socket and log, and the process with whose end it ends."""

    project: Path
    settings: Settings
    directory: Path
    owner: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """A ParityError as it travels. `unavailable` says that no server could be had."""

    what: str
    why: str
    next_step: str
    unavailable: bool = False
