"""What the worker saw besides the schema, each thing once."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from types import FrameType

LIBRARIES = (
    f"{os.sep}site-packages{os.sep}",
    f"{os.sep}dist-packages{os.sep}",
    f"{os.sep}lib{os.sep}python",
    "<frozen",
    "<string>",
    os.path.dirname(os.path.abspath(__file__)),
)


class Notes:
    """An ordered list of (code, detail) pairs without repetition."""

    def __init__(self, root: str) -> None:
        self.root = root
        self.items: list[dict[str, str]] = []

    def add(self, code: str, detail: str) -> None:
        """Record something; where it happened in the project's own code is added."""
        where = self.caller()
        item = {"code": code, "detail": f"{detail} ({where})" if where else detail}
        if item not in self.items:
            self.items.append(item)

    def caller(self) -> str | None:
        """Give `file:line` of the innermost frame that belongs to the project."""
        frame: FrameType | None = sys._getframe(1)
        while frame is not None:
            name = frame.f_code.co_filename
            if self.owns(name):
                return f"{os.path.relpath(name, self.root)}:{frame.f_lineno}"
            frame = frame.f_back
        return None

    def owns(self, filename: str) -> bool:
        """Tell whether a file is the project's own: below its root, or at least no library's."""
        inside = filename.startswith(self.root + os.sep)
        rest = filename[len(self.root) :] if inside else filename
        return not any(part in rest for part in LIBRARIES)
