"""What standard output and standard error can show, and writing to them."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from harness.model import Display

if TYPE_CHECKING:
    from typing import TextIO

    from harness.model import Detail

WIDEST = 120
"""Longer lines are hard to read."""
WITHOUT_TERMINAL = 100
BEYOND_ASCII = "\u2026\u2501"


def display_of(stream: TextIO, detail: Detail = "normal") -> Display:
    """Give what a stream can show. COLUMNS, NO_COLOR and FORCE_COLOR are heard."""
    return Display(
        width=min(shutil.get_terminal_size((WITHOUT_TERMINAL, 24)).columns, WIDEST),
        colour=_shows_colours(stream),
        unicode=_can_encode(stream, BEYOND_ASCII),
        detail=detail,
        directory=str(Path.cwd()),
    )


def is_watched(stream: TextIO) -> bool:
    """Tell whether somebody looks at a stream: it is a terminal that can move its cursor, and not a build's."""
    return stream.isatty() and os.environ.get("TERM") != "dumb" and os.environ.get("CI", "") in {"", "false", "0"}


def write(text: str) -> None:
    """Write to standard output as it is; a letter that it cannot encode is escaped."""
    stream = sys.stdout
    encoding = stream.encoding or "utf-8"
    try:
        stream.write(text.encode(encoding, "backslashreplace").decode(encoding))
        stream.flush()
    except BrokenPipeError:
        # Nobody reads on (`parity check | head`). The exit status still counts, and no later flush may fail.
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def _shows_colours(stream: TextIO) -> bool:
    """Tell whether colours are wanted (https://no-color.org, https://force-color.org)."""
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR", "") not in {"", "0"}:
        return True
    return stream.isatty() and os.environ.get("TERM") != "dumb"


def _can_encode(stream: TextIO, text: str) -> bool:
    try:
        text.encode(stream.encoding or "utf-8")
    except UnicodeEncodeError:
        return False
    return True
