"""Where a report is read, and how text that others wrote is shown there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Detail = Literal["quiet", "normal", "full"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Display:
    """What the place can show: `width` in columns, colours, letters beyond ASCII; and how much the reader wants.

    `directory` is where the reader stands: paths below it are shown relative to it. None keeps those of the report.
    """

    width: int = 100
    colour: bool = False
    unicode: bool = True
    detail: Detail = "normal"
    directory: str | None = None

    def line(self, text: str) -> str:
        """Give text on one line, with nothing in it that a terminal would obey."""
        return "".join(self._shown(letter) for letter in text)

    def lines(self, text: str) -> list[str]:
        """Give text by its own lines, with nothing in them that a terminal would obey. A tab is four spaces."""
        return [self.line(part) for part in text.replace("\r\n", "\n").expandtabs(4).split("\n")]

    def _shown(self, letter: str) -> str:
        """Escape what is not printable: control characters, marks that turn the direction, unknown ones."""
        if letter.isprintable() and (self.unicode or letter.isascii()):
            return letter
        return letter.encode("unicode_escape").decode("ascii")


PLAIN = Display()
