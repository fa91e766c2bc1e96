"""Read files of a project: those that are only searched for words, and those without which nothing is known."""

from __future__ import annotations

from typing import TYPE_CHECKING

from harness.errors import ProjectError

if TYPE_CHECKING:
    from pathlib import Path


def searched(path: Path) -> str:
    """Give the text of a file that is searched for words; nothing when it is no file, or may not be read."""
    try:
        return path.read_text("utf-8", "replace") if path.is_file() else ""  # a pipe would be waited for
    except OSError:
        return ""


def unreadable(error: OSError, path: object = None) -> ProjectError:
    """Give the error for a file or directory that is there and may not be read."""
    return ProjectError(
        f"{path or error.filename} cannot be read",
        why=error.strerror or str(error),
        next_step="Let the user who runs the check read it.",
    )
