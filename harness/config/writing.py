"""Write a file whole, or leave it as it was."""

from __future__ import annotations

import os
import stat
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def write_whole(path: Path, text: str, *, errors: str = "strict") -> None:
    """Write a file beside it and put that in its place, so that a full disk never leaves half of it. Raises OSError.

    Its mode stays. What cannot be replaced without changing what it is, is written where it stands: a link, a device,
    a pipe, a file with several names or of somebody else, and one in a directory that may not be written.
    """
    data = text.encode("utf-8", errors)
    mode = _mode(path)
    if mode is None and os.path.lexists(path):
        path.write_bytes(data)
        return
    beside = path.with_name(f".parity-{os.urandom(8).hex()}")
    try:
        with beside.open("xb") as file:
            file.write(data)
        if mode is not None:
            beside.chmod(mode)
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)


def _mode(path: Path) -> int | None:
    """Give the mode of a file that may be replaced; None for what is not there, and for all else."""
    try:
        found = path.lstat()
    except FileNotFoundError:
        return None
    is_plain = (
        stat.S_ISREG(found.st_mode)
        and found.st_nlink == 1
        and (sys.platform == "win32" or found.st_uid == os.geteuid())
    )
    writable = os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)
    return stat.S_IMODE(found.st_mode) if is_plain and writable else None
