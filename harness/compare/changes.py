"""What became of one database's schema between two snapshots of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from harness.compare.constraints import index_text, text_of
from harness.model import Difference

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from harness.model import Column, SchemaObject, Snapshot, Table

Part = tuple[str, str | None, str | None, str]
BESIDE = frozenset({"view", "materialized view", "trigger", "function", "enum"})


def changes(before: Snapshot, after: Snapshot) -> Iterator[tuple[str, Difference]]:
    """Give what is "gone", "new" or "changed", with the two texts in `dev` (before) and `prod` (after).

    Order, spacing and what a rebuild of the table spells otherwise do not count.
    """
    for name in sorted(before.tables.keys() | after.tables.keys()):
        one, other = before.tables.get(name), after.tables.get(name)
        if one is None or other is None:
            fate = "new" if one is None else "gone"
            yield fate, Difference(aspect="differs", kind="table", table=name, name=name)
        elif one != other:
            yield from _compared(_parts(one), _parts(other))
    yield from _compared(_objects(before), _objects(after))


def _compared(before: Mapping[Part, str], after: Mapping[Part, str]) -> Iterator[tuple[str, Difference]]:
    for key in sorted(before.keys() | after.keys(), key=str):
        one, other = before.get(key), after.get(key)
        if one != other:
            kind, table, name, _identity = key
            fate = "changed" if one is not None and other is not None else "gone" if other is None else "new"
            column = name if kind == "column" else None
            yield (
                fate,
                Difference(aspect="differs", kind=kind, table=table, name=name, column=column, dev=one, prod=other),
            )


def _parts(table: Table) -> dict[Part, str]:
    parts: dict[Part, str] = {}
    for column in table.columns:
        parts["column", table.name, column.name, ""] = _column(column)
    for constraint in table.constraints:
        text = " ".join(text_of(constraint).split())
        parts[constraint.kind, table.name, constraint.name, "" if constraint.name else text] = text
    for index in table.indexes:
        parts["ix", table.name, index.name, ""] = index_text(index)
    for name, value in table.options.items():
        parts["table", table.name, name, ""] = value
    return parts


def _column(column: Column) -> str:
    words = [column.type.upper(), "NULL" if column.nullable else "NOT NULL"]
    if column.computed:
        words.append(f"GENERATED AS {_bare(column.computed)}")
    elif column.default is not None:
        words.append(f"DEFAULT {_bare(column.default)}")
    if column.identity:
        words.append(f"IDENTITY {column.identity}")
    if column.collation:
        words.append(f"COLLATE {column.collation}")
    return " ".join(words)


def _bare(text: str) -> str:
    text = " ".join(text.split())
    while text.startswith("(") and text.endswith(")"):
        text = text[1:-1].strip()
    return text


def _objects(snapshot: Snapshot) -> dict[Part, str]:
    return {(item.kind, item.table, item.name, ""): _summary(item) for item in snapshot.objects if _is_its_own(item)}


def _is_its_own(item: SchemaObject) -> bool:
    """Leave out the sequence of a column, which comes and goes with it."""
    return item.kind in BESIDE or (item.kind == "sequence" and item.table is None)


def _summary(item: SchemaObject) -> str:
    return ", ".join(item.labels) if item.labels else " ".join((item.definition or item.kind).split())
