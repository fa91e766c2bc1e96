"""Where entries lie: a directory of the user's cache for each project, which nobody else can read or write."""

from __future__ import annotations

import hashlib
import os
import stat
import time
from pathlib import Path
from typing import TYPE_CHECKING

from harness.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Collection

    from harness.project import Project

PRIVATE = 0o700
DAY = 24 * 3600


def directory_for(project: Project) -> Path:
    """Give the directory of a project, made if need be: below $XDG_CACHE_HOME, else below ~/.cache.

    Raises UsageError where it cannot be made, or belongs to others or is open to them: what it holds is trusted.
    """
    base = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "migration-parity"
    key = hashlib.sha256(f"{project.root.resolve()}\0{project.script_location}".encode()).hexdigest()[:16]
    directory = base / key
    try:
        directory.mkdir(mode=PRIVATE, parents=True, exist_ok=True)
        state = directory.stat()
    except OSError as error:
        raise UsageError(
            f"The cache {directory} cannot be used",
            why=error.strerror or str(error),
            next_step="Name another place in XDG_CACHE_HOME, or do without: --no-cache.",
        ) from error
    if state.st_uid != os.geteuid() or stat.S_IMODE(state.st_mode) & ~PRIVATE:
        raise UsageError(
            f"The cache {directory} is not used",
            why="it is not this user's alone, so that what it holds may be somebody else's",
            next_step="Remove it; the next run makes it anew.",
        )
    return directory


def remove_strays(directory: Path, known: Collection[str]) -> None:
    """Remove databases that no entry names: a check was killed before it wrote one. Those of today may get one yet."""
    for path in directory.glob("parity_kept_*"):
        if path.stem not in known and time.time() - path.stat().st_mtime > DAY:
            path.unlink(missing_ok=True)
