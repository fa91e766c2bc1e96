"""Find the one-file extensions of a package: each module that holds the constant is one."""

from __future__ import annotations

import importlib
import pkgutil
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from types import ModuleType

Extension = TypeVar("Extension")


def load_extensions(package: ModuleType, constant: str, kind: type[Extension]) -> dict[str, Extension]:
    """Give the extensions of a package by name, in alphabetical order.

    Every public module of the package must hold `constant`, an instance of `kind` with a unique `name`.
    Raises TypeError when one does not: a file that is silently ignored would be a rule that never runs.
    """
    found: dict[str, Extension] = {}
    for info in sorted(pkgutil.iter_modules(package.__path__), key=lambda info: info.name):
        if info.name.startswith("_"):
            continue
        module = importlib.import_module(f"{package.__name__}.{info.name}")
        extension = getattr(module, constant, None)
        if not isinstance(extension, kind):
            message = f"{module.__name__} has no {constant} of type {kind.__name__}"
            raise TypeError(message)
        name = str(getattr(extension, "name"))  # noqa: B009 - the bound type has no common base
        if name in found:
            message = f"two modules of {package.__name__} are named {name!r}"
            raise TypeError(message)
        found[name] = extension
    return found
