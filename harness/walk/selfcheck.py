"""Two readers of one schema: what SQLAlchemy's Inspector sees, the snapshot must hold."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from harness.errors import WalkError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from harness.model import Snapshot, Table


def check_complete(backend: str, snapshot: Snapshot, inspected: Mapping[str, Any], version_tables: set[str]) -> None:
    """Raise WalkError when the Inspector knows something that the snapshot does not hold.

    The snapshot is read from the catalogs, which know more than the Inspector (it skips expression indexes on SQLite,
    and hides defaults of keys); an object that only the Inspector sees would be compared as missing, or not at all. It
    takes partitions for tables.
    """
    parts = {item.name for item in snapshot.objects if item.kind == "partition"}
    for name, seen in inspected.items():
        if name in version_tables or name in parts:
            continue
        table = snapshot.tables.get(name)
        # On SQLite the Inspector matches patterns: it sees checks in comments and strings, and does not unquote names.
        known = {**seen, "ck": ()} if backend == "sqlite" else seen
        lost = [f"table {name}"] if table is None else [f"{what} of {name}" for what in _lost(table, known)]
        if lost:
            raise WalkError(
                f"The {backend} schema was not read completely: {lost[0]}",
                why="SQLAlchemy's inspection sees it, the reading of the catalogs does not",
                next_step="Report this with the revision that makes it: the comparison would not be honest.",
            )


def _lost(table: Table, seen: Mapping[str, Any]) -> Iterator[str]:
    columns = {column.name for column in table.columns}
    yield from (f"column {name}" for name in seen.get("columns", ()) if name not in columns)
    for kind, word in (("pk", "primary key"), ("fk", "foreign key"), ("uq", "unique constraint")):
        held = {item.columns for item in table.constraints if item.kind == kind}
        held |= {index.columns for index in table.indexes if kind == "uq" and index.unique}
        for names in seen.get(kind, ()):
            if names and tuple(names) not in held:
                yield f"{word} on {', '.join(names)}"
    checks = {item.name for item in table.constraints}
    yield from (f"check {name}" for name in seen.get("ck", ()) if name is not None and name not in checks)
    indexes = {index.name for index in table.indexes} | {item.name for item in table.constraints}
    yield from (f"index {name}" for name in seen.get("ix", ()) if name is not None and name not in indexes)
