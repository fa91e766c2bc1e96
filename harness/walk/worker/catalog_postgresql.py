"""Read pg_catalog: which tables and objects changed, and what they are (PostgreSQL documentation, ch. 53)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .catalog_queries import Prepared
from .catalog_rows import CatalogRows
from .objects import Objects

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from .catalog_queries import Rows

    Place = tuple[str | None, str]

PARTS = frozenset({"columns", "constraints", "indexes"})
NAMED = frozenset({"enum", "sequence", "function"})


class PostgresqlCatalog:
    """Reads again only the tables and sequences that a revision touched.

    Where a type, a label, a sequence or a function has got another name, all are read: a table tells its columns'
    types and defaults by those names, and its own catalog rows stay as they were.
    """

    def __init__(self) -> None:
        self._rows = CatalogRows()
        self._places: dict[int, Place] = {}
        self._sequences: dict[int, list[Any]] = {}
        self._owners: dict[int, int | None] = {}
        self._objects = Objects()

    def read(self, query: Callable[[str], Rows], skip: frozenset[Place]) -> dict[str, Any]:
        """Give the changed tables with their facts, the tables that are gone, and what changed of other objects."""
        prepared = Prepared(query)
        touched = self._rows.touched(prepared.ask)
        before = {_full(*place) for place in self._places.values()}
        changed = self._learn(prepared, touched, skip) if touched else {}
        gone = before - {_full(*place) for place in self._places.values()}
        objects = self._objects.changes([*prepared.ask("parity_objects"), *self._sequences.values()])
        if self._lost_names(objects["less"], gone):
            changed = self._learn(prepared, set(self._places), skip)
        return {"tables": changed, "gone": sorted(gone), "objects": objects}

    def _learn(self, prepared: Prepared, touched: set[int], skip: frozenset[Place]) -> dict[str, Any]:
        """Give the facts of what was touched, and what else tells its name: a foreign key, a table's own sequence."""
        touched = touched | {oid for oid, owner in self._owners.items() if owner in touched}
        rows = prepared.facts(touched)
        more = {oid for part, oid, *_rest in rows if part == "referring"} & self._places.keys() - touched
        if more:
            rows += prepared.facts(more)
        for oid in touched:
            for known in (self._places, self._sequences, self._owners):
                known.pop(oid, None)
        facts: dict[int, dict[str, Any]] = {}
        for part, oid, owner, told in rows:
            if part == "place" and tuple(told) not in skip:
                self._places[oid] = (told[0], told[1])
                facts[oid] = {"columns": [], "constraints": [], "indexes": []}
            elif part == "sequence":
                self._sequences[oid], self._owners[oid] = told, owner
        for part, oid, _number, told in rows:
            if part in PARTS and oid in facts:
                facts[oid][part].append(told)
        return {_full(*self._places[oid]): table for oid, table in facts.items()}

    def _lost_names(self, less: Iterable[dict[str, Any]], gone: set[str]) -> bool:
        """Tell whether a name is no more that a table may have told; not that of a dropped table's own sequence."""
        dropped = {name.rpartition(".")[2] for name in gone}
        lost = [item for item in less if item["kind"] in NAMED and item["table"] not in dropped]
        if not lost:
            return False
        present = {
            told
            for kind, name, _table, _text, labels, _columns in self._objects.present
            for told in _names(kind, name, labels)
        }
        return any(name not in present for item in lost for name in _names(item["kind"], item["name"], item["labels"]))


def _names(kind: str, name: str, labels: Iterable[str] | None) -> list[tuple[str, str]]:
    return [(kind, name), *((kind, f"{name}.{label}") for label in labels or ())]


def _full(schema: str | None, name: str) -> str:
    return f"{schema}.{name}" if schema else name
