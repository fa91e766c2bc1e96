"""Lies beside a project of the tests: each snapshot is compared with one that is read whole, and the outcome noted.

The worker's own package has a private name, and its catalogs are chosen when env.py has configured Alembic.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable

    Query = Callable[[str], list[tuple[object, ...]]]
    Skip = frozenset[tuple[str | None, str]]


class Catalog(Protocol):
    """A reader of the worker."""

    def read(self, query: Query, skip: Skip) -> dict[str, Any]:
        """Read what changed since the last time."""


CATALOGS: dict[str, Callable[[], Catalog]] = sys.modules["_parity_worker.parts"].CATALOGS


class Compared:
    """A catalog that keeps together what it was told in pieces, as the parent does."""

    def __init__(self, backend: str, catalog: Callable[[], Catalog]) -> None:
        self._backend = backend
        self._catalog = catalog
        self._pieces = catalog()
        self._tables: dict[str, Any] = {}
        self._objects: list[dict[str, Any]] = []

    def read(self, query: Query, skip: Skip) -> dict[str, Any]:
        """Read what changed, and then everything."""
        facts = self._pieces.read(query, skip)
        for name in facts["gone"]:
            self._tables.pop(name, None)
        self._tables.update(facts["tables"])
        for item in facts["objects"]["less"]:
            self._objects.remove(item)
        self._objects += facts["objects"]["more"]
        whole = self._catalog().read(query, skip)
        names = {*self._tables, *whole["tables"]}
        note = {
            "backend": self._backend,
            "read": sorted(facts["tables"]),
            "whole": sorted(whole["tables"]),
            "differs": sorted(name for name in names if self._tables.get(name) != whole["tables"].get(name)),
            "objects": [f"{item['kind']} {item['name']}" for item in facts["objects"]["more"]],
            "objects_differ": sorted(map(str, self._objects)) != sorted(map(str, whole["objects"]["more"])),
        }
        with Path(os.environ["WHOLE_SNAPSHOTS"]).open("a") as notes:
            notes.write(json.dumps(note) + "\n")
        return facts


def _compared(backend: str, catalog: Callable[[], Catalog]) -> Callable[[], Catalog]:
    return lambda: Compared(backend, catalog)


CATALOGS.update({backend: _compared(backend, catalog) for backend, catalog in CATALOGS.items()})
