"""What is to be done to a module as soon as it has been imported, and not at all when nobody imports it."""

from __future__ import annotations

import functools
import sys
from importlib.abc import MetaPathFinder
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from importlib.machinery import ModuleSpec
    from types import ModuleType

    Action = Callable[[ModuleType], None]


class AfterImport(MetaPathFinder):
    """Finds nothing itself: it lets the other finders find a module, and adds an action to its loading.

    What the action raises, the import raises.
    """

    def __init__(self, actions: Mapping[str, Action]) -> None:
        self._actions = actions

    def install(self) -> None:
        """Act on what is already there, and on what will be imported for as long as the process lasts."""
        for name, action in self._actions.items():
            if name in sys.modules:
                action(sys.modules[name])
        sys.meta_path.insert(0, self)

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """Give the spec of such a module with a loader that acts on it, None for every other module."""
        action = self._actions.get(fullname)
        if action is None:
            return None
        others = (finder for finder in sys.meta_path if finder is not self and hasattr(finder, "find_spec"))
        spec = next((found for finder in others if (found := finder.find_spec(fullname, path, target))), None)
        if spec is not None and spec.loader is not None:
            spec.loader.exec_module = functools.partial(  # type: ignore[method-assign] # of this loader
                _load, spec.loader.exec_module, action
            )
        return spec


def _load(execute: Callable[[ModuleType], None], action: Action, module: ModuleType) -> None:
    execute(module)
    action(module)
