"""Read pg_catalog: which tables and objects changed, and what they are (PostgreSQL documentation, ch. 53)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .catalog_queries import Prepared
from .catalog_rows import SEQUENCES, TABLES, CatalogRows
from .objects import Objects, hashable

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from .asking import Asking

    Place = tuple[str | None, str]

PARTS = frozenset({"columns", "constraints", "indexes"})
NAMED = frozenset({"enum", "sequence", "function"})


class PostgresqlCatalog:
    """Reads again only the tables and sequences that a revision touched. A partition is a part of its table.

    Where a type, a label, a sequence or a function has got another name, all are read: a table tells its columns'
    types and defaults by those names, and its own catalog rows stay as they were.
    """

    def __init__(self) -> None:
        self._rows = CatalogRows()
        self._names: dict[int, str] = {}
        self._sequences: dict[int, tuple[Any, ...]] = {}
        self._owners: dict[int, int | None] = {}
        self._partitions: dict[int, tuple[str, int]] = {}
        self._objects = Objects()

    def read(self, query: Asking, skip: frozenset[Place]) -> dict[str, Any]:
        """Give the changed tables with their facts, the tables that are gone, and what changed of other objects."""
        prepared = Prepared(query)
        now = prepared.now(self._rows.since)
        touched = self._rows.touched(now, prepared.all_rows)
        before = set(self._names.values())
        changed = self._learn(prepared, touched, skip) if touched else {}
        gone = before.difference(self._names.values())
        beside = map(hashable, now["objects"][1] or ())
        objects = self._objects.changes([*beside, *self._sequences.values(), *self._partitions_told()])
        if self._lost_names(objects["less"], gone):
            changed = self._learn(prepared, set(self._names), skip)
        return {"tables": changed, "gone": sorted(gone), "objects": objects}

    def _learn(self, prepared: Prepared, touched: set[int], skip: frozenset[Place]) -> dict[str, Any]:
        """Read what was touched, and what else tells its name: a foreign key, a table's own sequence."""
        touched = touched | {oid for oid, owner in self._owners.items() if owner in touched}
        tables, sequences = (self._rows.present(touched, kinds) for kinds in (TABLES, SEQUENCES))
        rows = prepared.facts(tables, sequences)
        referring = {oid for part, oid, *_rest in rows if part == "referring"} & self._names.keys() - touched
        if referring:
            rows += prepared.facts(referring, ())
        for oid in touched:
            for known in (self._names, self._sequences, self._owners, self._partitions):
                known.pop(oid, None)
        facts: dict[int, dict[str, Any]] = {}
        for part, oid, owner, told in rows:
            if part == "place" and owner:
                self._partitions[oid] = ".".join(filter(None, told)), owner
            elif part == "place" and tuple(told) not in skip:
                self._names[oid] = ".".join(filter(None, told))
                facts[oid] = {"columns": [], "constraints": [], "indexes": []}
            elif part == "sequence":
                self._sequences[oid], self._owners[oid] = hashable(told), owner
        for part, oid, _number, told in rows:
            if part in PARTS and oid in facts:
                facts[oid][part].append(told)
        return {self._names[oid]: table for oid, table in facts.items()}

    def _partitions_told(self) -> Iterator[tuple[Any, ...]]:
        """Give the partitions as objects of the table that holds their rows, and is no partition itself."""
        for name, parent in self._partitions.values():
            whole = parent
            while whole in self._partitions:
                _name, whole = self._partitions[whole]
            yield ("partition", name, self._names.get(whole), None, None, None)

    def _lost_names(self, less: Iterable[dict[str, Any]], gone: set[str]) -> bool:
        """Tell whether a name is no more that a table may have told; not that of a dropped table's own sequence."""
        dropped = {name.rpartition(".")[2] for name in gone}
        lost = {
            name
            for item in less
            if item["kind"] in NAMED and item["table"] not in dropped
            for name in _names(item["kind"], item["name"], item["labels"])
        }
        return bool(lost) and not lost <= {
            told
            for kind, name, _table, _definition, labels, _columns in self._objects.present
            for told in _names(kind, name, labels)
        }


def _names(kind: str, name: str, labels: Iterable[str] | None) -> list[tuple[str, str]]:
    """Give the names by which a table may tell an object."""
    return [(kind, name), *((kind, f"{name}.{label}") for label in labels or ())]
