"""Values of the model in a file, and back: the file can ask for nothing else."""

from __future__ import annotations

import os
import pickle
from dataclasses import fields, is_dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from typing_extensions import override

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

OURS = ("harness.model.", "harness.walk.start", "harness.cache.entries")
PLAIN_KINDS = frozenset({("builtins", "frozenset"), ("builtins", "set")})


def load(path: Path, *, after_a_line: bool = False) -> object:
    """Give what was pickled into a file, values of the model alone; None when it cannot be read."""
    try:
        with path.open("rb") as file:
            if after_a_line:
                file.readline()
            return _Unpickler(file).load()
    except Exception:  # noqa: BLE001 - a damaged pickle raises whatever it leads to (Python documentation, pickle)
        return None


def store(path: Path, values: object, *, line: bytes = b"") -> None:
    """Pickle values of the model into a file that only this user can read, behind a line. Raises OSError."""
    part = path.with_suffix(f".{os.getpid()}.part")
    try:
        with part.open("wb") as file:
            part.chmod(0o600)
            file.write(line)
            _Pickler(file, protocol=pickle.HIGHEST_PROTOCOL).dump(values)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def restore(kind: type, values: tuple[object, ...]) -> object:
    """Make a value of a frozen dataclass with slots; what dataclasses do themselves takes four times as long."""
    made: Any = object.__new__(kind)
    for (_get, put), value in zip(_slots(kind), values, strict=True):
        put(made, value)
    return made


@cache
def _slots(kind: type) -> tuple[tuple[Callable[[object], object], Callable[[object, object], None]], ...]:
    """Give what reads and what writes each field (Python documentation, "Descriptor Guide", member objects)."""
    slots = [getattr(kind, field.name) for field in fields(kind)]
    return tuple((slot.__get__, slot.__set__) for slot in slots)


class _Pickler(pickle.Pickler):
    @override
    def reducer_override(self, obj: object) -> Any:
        kind = type(obj)
        if not is_dataclass(kind):
            return NotImplemented
        return restore, (kind, tuple(get(obj) for get, _put in _slots(kind)))


class _Unpickler(pickle.Unpickler):
    """Makes values of the model and nothing else, whatever a file asks for (Python documentation, pickle)."""

    @override
    def find_class(self, module_name: str, global_name: str) -> Any:
        """Give a class. A name with a dot would lead to what a module of the model imports."""
        if (module_name, global_name) in PLAIN_KINDS:
            return super().find_class(module_name, global_name)
        if (module_name, global_name) == (restore.__module__, restore.__name__):
            return restore
        found = None
        if module_name.startswith(OURS) and "." not in global_name:
            found = super().find_class(module_name, global_name)
        if not isinstance(found, type) or not is_dataclass(found) or found.__module__ != module_name:
            raise pickle.UnpicklingError(f"{module_name}.{global_name} is no part of an entry")
        return found
