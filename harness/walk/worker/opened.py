"""Which files of the project are opened while it runs: what they hold, a walk may depend on."""

from __future__ import annotations

import importlib.util
import os
import sys
from typing import Any


class Opened:
    """Listens to the interpreter's audit event `open` (PEP 578) for as long as the process lasts."""

    def __init__(self, root: str) -> None:
        self._beginning = os.path.realpath(root) + os.sep
        self._paths: dict[str, None] = {}

    def install(self) -> None:
        """Begin to listen."""

        def hook(event: str, arguments: tuple[Any, ...]) -> None:
            if event == "open" and isinstance(arguments[0], str | bytes) and _reads(arguments[1], arguments[2]):
                self._paths[os.path.abspath(os.fsdecode(arguments[0]))] = None

        sys.addaudithook(hook)

    def forget(self) -> None:
        """Begin anew."""
        self._paths.clear()

    def files(self, *, sources: bool) -> list[str]:
        """Give what was opened below the root and is still there, and with `sources` the modules, wherever they lie.

        A compiled module stands for its source.
        """
        found = {_source(path) for path in list(self._paths)}
        wanted = [path for path in found if (sources if path.endswith(".py") else path.startswith(self._beginning))]
        return sorted(path for path in wanted if os.path.isfile(path))


def _reads(mode: Any, flags: Any) -> bool:
    if isinstance(mode, str):
        return not set(mode) & set("wax+")
    return not (isinstance(flags, int) and flags & (os.O_WRONLY | os.O_RDWR))


def _source(path: str) -> str:
    if not path.endswith(".pyc"):
        return path
    try:
        return importlib.util.source_from_cache(path)
    except (ValueError, NotImplementedError):
        return path
