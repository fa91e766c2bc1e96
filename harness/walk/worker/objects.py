"""Views, sequences, triggers and the like: what there is more, and what less, than after the revision before."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

PARTS = ("kind", "name", "table", "definition", "labels", "columns")


class Objects:
    """Remembers the objects of a schema, each as its `PARTS`; two of them may look the same (in two schemas)."""

    def __init__(self) -> None:
        self.present: Counter[tuple[Any, ...]] = Counter()

    def changes(self, objects: Iterable[tuple[Any, ...]]) -> dict[str, list[dict[str, Any]]]:
        """Give what is `more` and what is `less` than the last time."""
        before, self.present = self.present, Counter(objects)
        return {"more": _told(self.present - before), "less": _told(before - self.present)}


def _told(objects: Counter[tuple[Any, ...]]) -> list[dict[str, Any]]:
    return [dict(zip(PARTS, item, strict=True)) for item in objects.elements()]


def hashable(parts: Iterable[Any]) -> tuple[Any, ...]:
    """Give an object whose labels and columns are lists as one that can be told from others."""
    return tuple(tuple(part) if isinstance(part, list) else part for part in parts)
