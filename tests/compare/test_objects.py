"""Views, triggers and what only PostgreSQL has."""

from __future__ import annotations

import pytest

from harness.compare.objects import object_differences, unknown_objects
from harness.model import SchemaObject, Unchecked
from harness.normalise import Answers
from tests.compare.schemas import column, snapshot, table, told

ITEMS = table("items", column("id"))
NONE = Answers()
LANGUAGE = "each database has a language of its own for it"


def view(name: str, *columns: str, text: str = "SELECT 1") -> SchemaObject:
    """Give a view with these columns."""
    return SchemaObject(kind="view", name=name, definition=text, columns=columns)


def trigger(name: str, events: str, on: str = "items") -> SchemaObject:
    """Give a trigger for some events."""
    return SchemaObject(kind="trigger", name=name, table=on, definition=f"CREATE TRIGGER {name} AFTER {events} ON {on}")


def test_view_and_trigger_of_one_side() -> None:
    """What stands on a table that is missing too is its consequence; sequences are no difference."""
    dev = snapshot(
        ITEMS,
        table("extra", column("id")),
        objects=(
            view("cheap", text="CREATE VIEW cheap AS SELECT 1"),
            trigger("stamp", "INSERT"),
            trigger("t", "INSERT", "extra"),
        ),
    )
    prod = snapshot(
        ITEMS, objects=(trigger("audit", "DELETE"), SchemaObject(kind="sequence", name="items_id_seq", table="items"))
    )

    assert told(*object_differences(dev, prod, NONE)) == [
        ("missing", "trigger", "audit", None, "CREATE TRIGGER audit AFTER DELETE ON items"),
        ("missing", "trigger", "stamp", "CREATE TRIGGER stamp AFTER INSERT ON items", None),
        ("missing", "view", "cheap", "CREATE VIEW cheap AS SELECT 1", None),
    ]
    assert list(unknown_objects(dev, prod, NONE)) == []


@pytest.mark.parametrize(
    ("numbers", "kind", "short"),
    [
        ("integer", "bigint", True),
        ("smallint", "bigint", True),
        ("smallint", "integer", True),
        ("integer", "integer", False),
        ("bigint", "integer", False),
        ("smallint", "numeric", False),
    ],
)
def test_sequence_that_ends_before_its_column(numbers: str, kind: str, short: bool) -> None:  # noqa: FBT001 - a table of cases
    """Its numbers are of a smaller type."""
    numbered = SchemaObject(kind="sequence", name="items_id_seq", table="items", definition=numbers, columns=("id",))
    prod = snapshot(table("items", column("id", kind)), objects=(numbered,))

    assert [item.detail for item in object_differences(snapshot(ITEMS), prod, NONE)] == ([kind] if short else [])


def test_partitions_are_told() -> None:
    """They are no tables; what one has of its own is not compared."""
    parts = (SchemaObject(kind="partition", name=name, table="items") for name in ("items_new", "items_old"))

    assert list(unknown_objects(snapshot(ITEMS), snapshot(ITEMS, objects=tuple(parts)), NONE)) == [
        Unchecked(what="the partitions items_new and items_old of prod", why="SQLite has no such thing")
    ]


def test_trigger_of_a_view() -> None:
    """A trigger may stand on a view that both sides have."""
    dev, prod = snapshot(objects=(view("v", "id"),)), snapshot(objects=(view("v", "id"), trigger("t", "INSERT", "v")))

    assert told(*object_differences(dev, prod, NONE)) == [
        ("missing", "trigger", "t", None, "CREATE TRIGGER t AFTER INSERT ON v"),
    ]


def test_view_that_is_a_table_on_the_other_side() -> None:
    """A materialised view of PostgreSQL may be a table on SQLite: the table is told, not the view."""
    prod = snapshot(objects=(SchemaObject(kind="materialized view", name="summary"),))

    assert told(*object_differences(snapshot(table("summary")), prod, NONE)) == []


def test_columns_of_a_view() -> None:
    """Names count, but for those that a database gives to an expression, and for the case of letters."""
    dev = snapshot(objects=(view("a", "id", "x"), view("b", "Id", "count(*)"), view("c", "id", "name")))
    prod = snapshot(objects=(view("a", "id"), view("b", "id", "count"), view("c", "id", "title")))

    assert told(*object_differences(dev, prod, NONE)) == [
        ("differs", "view", "a", "the columns id, x", "the columns id"),
        ("differs", "view", "c", "the columns id, name", "the columns id, title"),
    ]


def test_query_that_was_not_read() -> None:
    """It is neither equal nor different."""
    side = snapshot(objects=(view("a", "id"),))

    assert list(object_differences(side, side, NONE)) == []
    assert list(unknown_objects(side, side, NONE)) == [
        Unchecked(what="the query of the view a", why="its text cannot be read"),
    ]


def test_events_of_a_trigger() -> None:
    """BEFORE and AFTER are no difference, and neither are the columns of an UPDATE."""
    dev = snapshot(ITEMS, objects=(trigger("a", "INSERT"), trigger("b", "UPDATE OF id")))
    prod = snapshot(ITEMS, objects=(trigger("a", "INSERT OR DELETE"), trigger("b", "UPDATE")))

    assert told(*object_differences(dev, prod, NONE)) == [("differs", "trigger", "a", "INSERT", "DELETE OR INSERT")]
    assert list(unknown_objects(dev, prod, NONE)) == [
        Unchecked(what="what the trigger a of items does", why=LANGUAGE),
        Unchecked(what="what the trigger b of items does", why=LANGUAGE),
    ]


def test_one_trigger_of_postgresql_is_two_of_sqlite() -> None:
    """They have names of their own, and act on the same events together."""
    dev = snapshot(ITEMS, objects=(trigger("t_insert", "INSERT"), trigger("t_update", "UPDATE")))
    prod = snapshot(ITEMS, objects=(trigger("t", "INSERT OR UPDATE"),))

    assert list(object_differences(dev, prod, NONE)) == []
    assert list(unknown_objects(dev, prod, NONE)) == [
        Unchecked(
            what="what the triggers t_insert, t_update and t of items do",
            why="each database has other ones, which together act on the same events",
        ),
    ]


def test_one_trigger_of_postgresql_has_the_name_of_one_of_two() -> None:
    """The name does not make it the same trigger, as long as they act on the same events together."""
    dev = snapshot(ITEMS, objects=(trigger("t", "INSERT"), trigger("t_update", "UPDATE")))
    prod = snapshot(ITEMS, objects=(trigger("t", "INSERT OR UPDATE"),))

    assert list(object_differences(dev, prod, NONE)) == []
    assert list(unknown_objects(dev, prod, NONE)) == [
        Unchecked(
            what="what the triggers t and t_update of items do",
            why="each database has other ones, which together act on the same events",
        ),
    ]


def test_what_only_postgresql_has() -> None:
    """A sequence of a column and the function of a trigger belong to these."""
    call = SchemaObject(
        kind="trigger",
        name="t",
        table="items",
        definition="CREATE TRIGGER t AFTER INSERT ON items EXECUTE FUNCTION note()",
    )
    prod = snapshot(
        ITEMS,
        objects=(
            call,
            SchemaObject(kind="function", name="note"),
            SchemaObject(kind="function", name="slug"),
            SchemaObject(kind="sequence", name="items_id_seq", table="items"),
            SchemaObject(kind="sequence", name="bills"),
            SchemaObject(kind="policy", name="own_rows", table="items"),
            SchemaObject(kind="policy", name="all_rows", table="items"),
        ),
    )

    assert [item.what for item in unknown_objects(snapshot(ITEMS), prod, NONE)] == [
        "the function slug of prod",
        "the sequence bills of prod",
        "the policies all_rows and own_rows of prod",
    ]
