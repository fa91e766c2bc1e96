"""Revisions that ran in an earlier check: Alembic gets their identifiers, and their modules if it asks for more."""

from __future__ import annotations

import functools
import os
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable


class KnownRevision(ModuleType):
    """The module of a revision, loaded when something of it is wanted that is not known."""

    def __init__(self, path: str, values: dict[str, Any], load: Callable[[], Any]) -> None:
        super().__init__(os.path.basename(path).partition(".")[0])
        self.__dict__.update(values, __file__=path, _load=functools.cache(load))
        del self.__dict__["__doc__"]

    def __getattr__(self, name: str) -> Any:
        return getattr(self.__dict__["_load"](), name)

    @property
    def __doc__(self) -> str | None:  # type: ignore[override] # Alembic asks for it when it shows a revision
        return self.__dict__["_load"]().__doc__  # type: ignore[no-any-return] # a text, or None


def let_load(known: dict[str, dict[str, Any]]) -> None:
    """Give Alembic stand-ins for the files in `known`, which maps a path to what its module assigns."""
    from alembic import util

    utilities: Any = util
    real = utilities.load_python_file

    @functools.wraps(real)
    def load_python_file(directory: Any, filename: Any) -> Any:
        path = os.path.realpath(os.path.join(directory, filename))
        values = known.get(path)
        if values is None:
            return real(directory, filename)
        load = functools.partial(real, directory, filename)
        return KnownRevision(os.path.join(directory, filename), values, load)

    utilities.load_python_file = load_python_file
