"""A change of a file, as it is shown before it is made; and a file that stays as it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from harness.config import write_whole

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A place that is left alone, and why."""

    place: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A file that gets some lines: `before` them stands what it has already, `after` them the rest.

    A file that is not there has nothing of both. `what_for` says what the lines do.
    """

    path: Path
    lines: str
    what_for: str
    before: str = ""
    after: str = ""

    @property
    def is_new(self) -> bool:
        """Tell whether the file is made."""
        return not self.before and not self.after

    @property
    def text(self) -> str:
        """Give the whole file, with the line ends that it has."""
        ending = "\r\n" if "\r\n" in self.before + self.after else "\n"
        return self.before + self.lines.replace("\n", ending) + self.after

    def make(self) -> None:
        """Write the file. Raises OSError."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(self.path, self.text)


def text_of(path: Path) -> str:
    """Give the text of a file with the line ends that it has; nothing where there is no file."""
    if not path.is_file():
        return ""
    with path.open(encoding="utf-8", newline="") as file:
        return file.read()


def appended(path: Path, text: str, lines: str, what_for: str) -> Change:
    """Give the change that puts lines behind a text, after an empty one."""
    gap = "" if not text else "\n" if text.endswith("\n") else "\n\n"
    return Change(path=path, before=text, lines=gap + lines, what_for=what_for)
