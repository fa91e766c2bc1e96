"""What a worker tells of the objects beside tables after each revision."""

from __future__ import annotations

from harness.walk.worker.objects import Objects, hashable

VIEW = ("view", "seen", None, "SELECT 1", None, ("one",))
SEQUENCE = ("sequence", "items_id_seq", "items", "integer", None, ("id",))


def told(objects: list[tuple[object, ...]], *, after: list[tuple[object, ...]]) -> dict[str, list[str]]:
    """Give the names of what is more and of what is less."""
    known = Objects()
    known.changes(after)
    return {change: [item["name"] for item in items] for change, items in known.changes(objects).items()}


def test_all_that_there_is_at_first() -> None:
    """Each with its parts."""
    (item,) = Objects().changes([hashable(["enum", "kind", None, None, ["a", "b"], None])])["more"]
    assert item == {
        "kind": "enum",
        "name": "kind",
        "table": None,
        "definition": None,
        "labels": ("a", "b"),
        "columns": None,
    }


def test_nothing_where_nothing_changed() -> None:
    """Whatever their order."""
    assert told([SEQUENCE, VIEW], after=[VIEW, SEQUENCE]) == {"more": [], "less": []}


def test_object_that_changed_is_less_and_more() -> None:
    """The one it was, and the one it is."""
    assert told([(*VIEW[:3], "SELECT 2", *VIEW[4:])], after=[VIEW]) == {"more": ["seen"], "less": ["seen"]}


def test_one_of_two_that_look_the_same_is_gone() -> None:
    """As tenants' schemas may hold the same sequence."""
    assert told([SEQUENCE], after=[SEQUENCE, SEQUENCE]) == {"more": [], "less": ["items_id_seq"]}
