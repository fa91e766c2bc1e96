"""What the worker saw besides the schema, each thing once."""

from __future__ import annotations

import contextlib
import json
import os
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from types import FrameType

LIBRARIES = (
    f"{os.sep}site-packages{os.sep}",
    f"{os.sep}dist-packages{os.sep}",
    f"{os.sep}lib{os.sep}python",
    "<frozen",
    "<string>",
)
WORKER = str(Path(__file__).parent)
MOST_AT_ONCE = 65536


class Notes:
    """An ordered list without repetition. An item has a code, a detail, and the project's `file` and `line` or None.

    `revision` is the one that runs.
    """

    def __init__(self, root: str) -> None:
        self.root = root
        self.revision: str | None = None
        self._items: list[dict[str, Any]] = []
        self._owner = os.getpid()
        self._inbox, self._outbox = os.pipe()
        os.set_blocking(self._inbox, False)
        os.set_blocking(self._outbox, False)

    def add(self, code: str, detail: str, *, place: tuple[str, int] | None = None) -> None:
        """Record something, and where: at `place`, else where the project's own code is now."""
        file, line = place or self.caller() or (None, None)
        item = {"code": code, "detail": detail, "file": file, "line": line, "revision": self.revision}
        if os.getpid() == self._owner:
            self._keep(item)
        else:  # a forked child has a copy of this list, which its parent never sees
            with contextlib.suppress(BlockingIOError):
                os.write(self._outbox, json.dumps(item).encode() + b"\n")

    @property
    def items(self) -> list[dict[str, Any]]:
        """What was recorded here and in forked children, in order of arrival."""
        with contextlib.suppress(BlockingIOError):
            while sent := os.read(self._inbox, MOST_AT_ONCE):
                for line in sent.splitlines():
                    with contextlib.suppress(ValueError):  # the project wrote it, who may not know whose pipe it is
                        self._keep(json.loads(line))
        return self._items

    def _keep(self, item: dict[str, Any]) -> None:
        """The same thing in a later revision is not told again."""
        if not any({**known, "revision": None} == {**item, "revision": None} for known in self._items):
            self._items.append(item)

    def caller(self) -> tuple[str, int] | None:
        """Give file and line of the innermost frame that belongs to the project; the file is relative to its root.

        A thread that a library started runs none of it: then it is the line at which the main thread waits.
        """
        main_thread = sys._current_frames().get(threading.main_thread().ident or 0)
        return self._place(sys._getframe(1)) or self._place(main_thread)

    def _place(self, frame: FrameType | None) -> tuple[str, int] | None:
        """Look outwards from a frame, below the project's root before elsewhere."""
        elsewhere = None
        while frame is not None:
            name = self.path_of(frame.f_code.co_filename)
            if self.owns(name):
                place = (os.path.relpath(name, self.root), frame.f_lineno)
                if name.startswith(self.root + os.sep):
                    return place
                elsewhere = elsewhere or place
            frame = frame.f_back
        return elsewhere

    def owns(self, filename: str) -> bool:
        """Tell whether a file is the project's own: below its root, or at least no library's."""
        path = self.path_of(filename)
        inside = path.startswith(self.root + os.sep)
        rest = path[len(self.root) :] if inside else path
        return not path.startswith(WORKER) and not any(part in rest for part in LIBRARIES)

    def path_of(self, filename: str) -> str:
        """Give a path without detours: directories of sys.path may be relative, and those of their modules as well."""
        if os.path.isabs(filename) and os.pardir not in filename:
            return filename
        return os.path.normpath(os.path.join(self.root, filename))
