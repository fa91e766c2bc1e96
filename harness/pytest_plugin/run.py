"""One run of pytest, which may be several processes: where they meet, and whose end is its end."""

from __future__ import annotations

import os
import secrets
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """`directory` is for the files that its processes share; nobody makes it before it is needed.

    `owner` is the number of the process that pytest was started as.
    """

    directory: Path
    owner: int


RUN = pytest.StashKey[Run]()
HANDED_OVER = "migration-parity"
_LONGEST = 60
"""The path of a Unix socket has at most 103 bytes on macOS (unix(4)); below the temporary directory, ours has 40."""


def run_of(config: pytest.Config) -> Run:
    """Give the run that this process belongs to. A process that was not told of one is a run of its own."""
    handed = getattr(config, "workerinput", {}).get(HANDED_OVER)
    if handed:
        return Run(directory=Path(handed["directory"]), owner=handed["owner"])
    if RUN not in config.stash:
        config.stash[RUN] = Run(directory=_place() / f"parity-{secrets.token_hex(8)}", owner=os.getpid())
    return config.stash[RUN]


def hand_over(node: Any) -> None:  # noqa: ANN401 - of pytest-xdist, which may not be here
    """Let a worker process of pytest-xdist share the run. One on another machine cannot, and has its own."""
    if node.gateway.spec.popen:
        run = run_of(node.config)
        node.workerinput[HANDED_OVER] = {"directory": str(run.directory), "owner": run.owner}


def _place() -> Path:
    place = Path(tempfile.gettempdir()).absolute()
    return place if len(os.fsencode(place)) <= _LONGEST else Path("/tmp")  # noqa: S108 - a private directory is made in it
