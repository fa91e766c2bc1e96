"""Which tables and sequences of PostgreSQL a revision touched: those of which a catalog has a row that was not there.

A row that was changed is another version of it, with another `xmin` and `ctid` (PostgreSQL documentation, 5.6 "System
Columns"). Each catalog is looked through by itself, for a join would be planned for as many tables as there were when
it was prepared.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

    Rows = list[tuple[Any, ...]]

FIRST_OWN_OID = 16384  # below it lies what initdb made (PostgreSQL source, access/transam.h: FirstNormalObjectId)
# The key of a row, and the table or sequence that it belongs to. Who changes a default changes the column's row too.
KEYS = {
    "pg_class": ("oid", "0", "oid"),
    "pg_index": ("indexrelid", "0", "indrelid"),
    "pg_constraint": ("oid", "0", "conrelid"),
    "pg_sequence": ("seqrelid", "0", "seqrelid"),
    "pg_attribute": ("attrelid", "attnum", "attrelid"),
}
COUNTED = tuple(catalog for catalog in KEYS if catalog != "pg_attribute")  # a column goes with its table, else it stays


def _rows(catalog: str, what: str) -> str:
    return f"SELECT '{catalog}', {what} FROM {catalog} WHERE {KEYS[catalog][0]} >= {FIRST_OWN_OID}"


def _new(catalog: str) -> str:
    what = f"{', '.join(KEYS[catalog])}, concat(xmin, ctid)"
    return f"{_rows(catalog, what)} AND age(xmin) <= (SELECT coalesce(age($1), 2147483647))"


ALL_ROWS = "\nUNION ALL ".join(_rows(catalog, KEYS[catalog][0]) for catalog in COUNTED)
NEW_ROWS = "\nUNION ALL ".join(
    [
        "SELECT 'since', NULL::oid, NULL::int, NULL::oid, pg_snapshot_xmin(pg_current_snapshot())::xid::text",
        """SELECT 'schemas', NULL, NULL, NULL,
        concat(current_schema(), string_agg(concat(oid, nspname), ',' ORDER BY oid))
        FROM pg_namespace WHERE left(nspname, 3) <> 'pg_'""",
        *(_rows(catalog, "NULL, NULL, NULL, count(*)::text") for catalog in COUNTED),
        *map(_new, KEYS),
    ]
)


class CatalogRows:
    """Remembers the rows that it has seen, and asks for those of transactions that had not ended then."""

    def __init__(self) -> None:
        self._since: str | None = None
        self._schemas = ""
        self._seen: dict[str, dict[tuple[int, int], tuple[int, str]]] = {catalog: {} for catalog in KEYS}

    def touched(self, ask: Callable[[str, str | None], Rows]) -> set[int]:
        """Give the numbers of all tables, sequences and indexes of which a row is new or gone since the last time."""
        touched: set[int] = set()
        told: dict[str, str] = {}
        for catalog, oid, number, owner, version in ask("parity_new_rows", self._since):
            if oid is None:
                told[catalog] = version
            elif self._seen[catalog].get((oid, number)) != (owner, version):
                self._seen[catalog][(oid, number)] = (owner, version)
                touched.add(owner)
        self._since = told["since"]
        if any(len(self._seen[catalog]) != int(told[catalog]) for catalog in COUNTED):
            touched |= self._without_gone(ask("parity_all_rows", None))
        if told["schemas"] != self._schemas:  # a table's own rows do not tell the name of its schema
            self._schemas = told["schemas"]
            touched |= {oid for oid, _number in self._seen["pg_class"]}
        indexes = self._seen["pg_index"]
        return touched | {indexes[(oid, 0)][0] for oid in touched if (oid, 0) in indexes}

    def _without_gone(self, rows: Rows) -> set[int]:
        present = {(catalog, oid) for catalog, oid in rows}
        owners = set()
        for catalog in COUNTED:
            seen = self._seen[catalog]
            for key in [key for key in seen if (catalog, key[0]) not in present]:
                owners.add(seen.pop(key)[0])
        return owners
