"""Which tables and sequences of PostgreSQL a revision touched: those of which a catalog has a row that was not there.

A row that was changed is another version of it, with another `xmin` and `ctid` (PostgreSQL documentation, 5.6 "System
Columns"). Each catalog is looked through by itself, for a join would be planned for as many tables as there were when
it was prepared.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    Rows = list[tuple[Any, ...]]

FIRST_OWN_OID = 16384  # below it lies what initdb made (PostgreSQL source, access/transam.h: FirstNormalObjectId)
# The key of a row, and the table or sequence that it belongs to. Who changes a default changes the column's row too.
KEYS = {
    "pg_class": ("oid", "ascii(relkind)", "oid"),
    "pg_index": ("indexrelid", "0", "indrelid"),
    "pg_constraint": ("oid", "0", "conrelid"),
    "pg_sequence": ("seqrelid", "0", "seqrelid"),
    "pg_attribute": ("attrelid", "attnum", "attrelid"),
}
COUNTED = tuple(catalog for catalog in KEYS if catalog != "pg_attribute")  # a column goes with its table, else it stays
TABLES = frozenset(map(ord, "rpf"))
SEQUENCES = frozenset(map(ord, "S"))


def _own(catalog: str) -> str:
    return f"FROM {catalog} WHERE {KEYS[catalog][0]} >= {FIRST_OWN_OID}"


def _new(catalog: str) -> str:
    rows = "json_agg(json_build_array({}::int8, {}::int8, {}::int8, concat(xmin, ctid)))".format(*KEYS[catalog])
    is_new = "age(xmin) <= (SELECT coalesce(age($1), 2147483647))"
    if catalog in COUNTED:
        return f"SELECT '{catalog}', count(*)::int, ({rows} FILTER (WHERE {is_new}))::text {_own(catalog)}"
    return f"SELECT '{catalog}', 0, {rows}::text {_own(catalog)} AND attnum > 0 AND {is_new}"


SINCE = "SELECT 'since', 0, to_json(pg_snapshot_xmin(pg_current_snapshot())::xid)::text"
SCHEMAS = """
SELECT 'schemas', 0, json_build_array(current_schema(), json_agg(json_build_array(oid, nspname) ORDER BY oid))::text
FROM pg_namespace WHERE left(nspname, 3) <> 'pg_'"""
NEW_ROWS = " UNION ALL ".join([SINCE, SCHEMAS, *map(_new, KEYS)])
ALL_ROWS = " UNION ALL ".join(f"SELECT '{catalog}', {KEYS[catalog][0]} {_own(catalog)}" for catalog in COUNTED)


class CatalogRows:
    """Remembers the rows that it has seen; `since` is the transaction before which there are no more new ones."""

    def __init__(self) -> None:
        self.since: str | None = None
        self._schemas: Any = None
        self._seen: dict[str, dict[tuple[int, int], tuple[int, str]]] = {catalog: {} for catalog in KEYS}

    def touched(self, told: Mapping[str, tuple[int, Any]], ask_all: Callable[[], Rows]) -> set[int]:
        """Give the numbers of all tables and sequences of which a row is new or gone, of what `NEW_ROWS` told.

        `ask_all` asks for `ALL_ROWS`.
        """
        touched: set[int] = set()
        for catalog, seen in self._seen.items():
            for oid, number, owner, version in told[catalog][1] or ():
                if seen.get((oid, number)) != (owner, version):
                    seen[(oid, number)] = (owner, version)
                    touched.add(owner)
        self.since = told["since"][1]
        if any(len(self._seen[catalog]) != told[catalog][0] for catalog in COUNTED):
            touched |= self._without_gone(ask_all())
        if told["schemas"] != self._schemas:  # a table's own rows do not tell the name of its schema
            self._schemas = told["schemas"]
            touched |= {oid for oid, _kind in self._seen["pg_class"]}
        indexes = self._seen["pg_index"]
        return touched | {indexes[(oid, 0)][0] for oid in touched if (oid, 0) in indexes}

    def present(self, oids: set[int], kinds: frozenset[int]) -> list[int]:
        """Give those that there are and that are of a kind."""
        return sorted(oid for oid in oids if any((oid, kind) in self._seen["pg_class"] for kind in kinds))

    def _without_gone(self, rows: Rows) -> set[int]:
        present = {(catalog, oid) for catalog, oid in rows}
        owners = set()
        for catalog in COUNTED:
            seen = self._seen[catalog]
            for key in [key for key in seen if (catalog, key[0]) not in present]:
                owners.add(seen.pop(key)[0])
        return owners
