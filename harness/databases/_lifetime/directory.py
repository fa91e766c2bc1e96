"""A private directory for the files of one server."""

from __future__ import annotations

import os
import shutil
import tempfile
import time
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from harness.databases._lifetime.owner import is_gone, name_of
from harness.databases._lifetime.watchdog import certainly
from harness.errors import ServerError

if TYPE_CHECKING:
    from collections.abc import Iterator

MEMORY = Path("/dev/shm")  # noqa: S108 - a directory of our own is made in it
ENOUGH = 256 * 1024 * 1024
_PREFIX = "parity-"
_OWNER = "owner"
_TRIES = 20
_STEP = 0.05


@contextmanager
def private_directory(parent: Path | None) -> Iterator[Path]:
    """Give a new directory that only this user can read, and remove it and all it holds in the end.

    Without a parent it lies in memory where the system has room there, else in the temporary directory.
    What killed runs left beside it is removed. Raises ServerError when it cannot be made or removed.
    """
    place = (parent or memory() or Path(tempfile.gettempdir())).absolute()
    path = place / f"{_PREFIX}{os.urandom(8).hex()}"
    with certainly(remove, str(path)):
        try:
            sweep(place)
            own(path, os.getpid())
        except OSError as error:
            raise ServerError(
                f"No temporary directory can be made in {place}",
                why=error.strerror or str(error),
                next_step="Name a directory that you can write to in TMPDIR.",
            ) from error
        yield path


def memory() -> Path | None:
    """Give the directory that the system keeps in memory, or None when there is none with 256 MB free.

    Containers have 64 MB there by default, which a PostgreSQL server fills.
    """
    usable = MEMORY.is_dir() and os.access(MEMORY, os.W_OK | os.X_OK)
    return MEMORY if usable and shutil.disk_usage(MEMORY).free >= ENOUGH else None


def own(path: Path, pid: int) -> None:
    """Make a private directory, if it is not there yet, that belongs to a process. Raises OSError."""
    path.mkdir(mode=0o700, exist_ok=True)
    (path / _OWNER).write_text(name_of(pid), encoding="utf-8")


def remove(path: str) -> None:
    """Remove a directory with all it holds, last what tells whose it is: somebody may have to finish this.

    Raises ServerError when something stays.
    """
    for _ in range(_TRIES):
        _empty(Path(path))
        shutil.rmtree(path, ignore_errors=True)
        if not Path(path).exists():
            return
        time.sleep(_STEP)  # a server's child that has not noticed its end yet may still write
    raise ServerError(
        f"The temporary directory {path} cannot be removed",
        why="some of its files are in use, or belong to somebody else",
        next_step=f"Remove it yourself: rm -r {path}",
    )


def _empty(path: Path) -> None:
    with suppress(OSError):
        for inner in path.iterdir():
            if inner.is_dir() and not inner.is_symlink():
                shutil.rmtree(inner, ignore_errors=True)
            elif inner.name != _OWNER:
                inner.unlink()


def remove_if_empty(path: Path) -> None:
    """Remove a directory that holds nothing but whose it is; somebody may put something into it in this moment."""
    owner = path / _OWNER
    with suppress(OSError):
        if list(path.iterdir()) != [owner]:
            return
        name = owner.read_text(encoding="utf-8")
        owner.unlink()
        try:
            path.rmdir()
        except OSError:
            owner.write_text(name, encoding="utf-8")


def sweep(place: Path) -> None:
    """Remove the directories that killed runs left behind."""
    for directory in place.glob(f"{_PREFIX}*"):
        with suppress(OSError, ServerError):
            if is_gone((directory / _OWNER).read_text(encoding="utf-8")):
                remove(str(directory))
