"""What became of one database between two snapshots of it."""

from __future__ import annotations

from harness.compare.changes import changes
from harness.model import SchemaObject
from tests.compare.schemas import column, snapshot, table

ITEMS = table("items", column("id"))


def sequence(name: str, of: str | None) -> SchemaObject:
    """Give a sequence, of a table's column or by itself."""
    return SchemaObject(kind="sequence", name=name, table=of, definition="bigint")


def test_sequence_of_its_own_is_an_object() -> None:
    """Nothing else tells that it is left."""
    ((fate, difference),) = changes(snapshot(ITEMS), snapshot(ITEMS, objects=(sequence("numbers", None),)))

    assert (fate, difference.kind, difference.name) == ("new", "sequence", "numbers")


def test_sequence_of_a_column_comes_with_it() -> None:
    """The column is what changed."""
    assert list(changes(snapshot(ITEMS), snapshot(ITEMS, objects=(sequence("items_id_seq", "items"),)))) == []
