"""What the report is written on: rich, told once what the display can show."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import TypeAlias

    from harness.model import Display

    Part: TypeAlias = tuple[str, str] | str
    """A text, plain or with a style."""
    Cell: TypeAlias = Part | list[Part]

GAP = 3
NARROWEST = 24
BESIDE = 72
"""From this width on two texts stand beside each other."""


class Paper:
    """A sheet that is written from top to bottom. Every text is escaped here, so nobody's markup is obeyed."""

    def __init__(self, display: Display) -> None:
        self.display = display
        self._sheet = io.StringIO()
        self._console = Console(
            file=self._sheet,
            width=max(display.width, NARROWEST),
            color_system="standard" if display.colour else None,
            force_terminal=display.colour,
            no_color=not display.colour,
            legacy_windows=False,
            markup=False,
            highlight=False,
            emoji=False,
        )

    def text(self) -> str:
        """Give what was written."""
        lines = self._sheet.getvalue().splitlines()
        return "\n".join(line.rstrip() for line in lines) + "\n"

    def gap(self) -> None:
        """Leave a line empty."""
        self._console.print()

    def say(self, *parts: Part, indent: int = 0) -> None:
        """Write a paragraph."""
        self._console.print(Padding(self._text(parts), (0, 0, 0, indent), expand=False))

    def unbroken(self, *parts: Part, indent: int = 0) -> None:
        """Write one line that is not wrapped: a terminal opens a path only when it is whole."""
        line = Text(" " * indent).append_text(self._text(parts))
        self._console.print(line, soft_wrap=True)

    def labelled(self, label: str, text: str, *, indent: int = 0) -> None:
        """Write a label and a paragraph that stands beside it."""
        self.table([[(f"{label}:", "bold"), text]], gap=1, indent=indent)

    def table(self, rows: Iterable[Iterable[Cell]], *, gap: int = GAP, indent: int = 0) -> None:
        """Write rows of cells, as narrow as they can be."""
        grid = Table.grid(padding=(0, gap, 0, 0), pad_edge=False)
        for row in rows:
            grid.add_row(*[self._text(cell if isinstance(cell, list) else [cell]) for cell in row])
        self._console.print(Padding(grid, (0, 0, 0, indent), expand=False))

    def _text(self, parts: Iterable[Part]) -> Text:
        joined = Text(overflow="fold")
        for part in parts:
            text, style = (part, "") if isinstance(part, str) else part
            joined.append("\n".join(self.display.lines(text)), style=style)
        return joined
