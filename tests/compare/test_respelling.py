"""Which questions tell what a downgrade spelled otherwise means."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from harness.compare.respelling import Look, comparable, questioned
from harness.model import Column, SchemaObject, Snapshot
from harness.normalise import Answers
from tests.compare.schemas import FACTS, check, column, snapshot, step, table

if TYPE_CHECKING:
    from harness.model import Side, Table


def view(query: str) -> SchemaObject:
    """Give a view of SQLite."""
    return SchemaObject(kind="view", name="sizes", definition=f"CREATE VIEW sizes AS {query}")


def look(side: Side, before: Snapshot, left: Snapshot, *, prod: Snapshot) -> Look:
    """Give what a step down left on a side, with production as it was before."""
    return Look(side=side, step=step("0002", left), before=(before, prod), left=left)


def default(text: str) -> Column:
    """Give a column with a server default."""
    return replace(column("size"), default=text)


def items(text: str) -> Table:
    """Give a table with a server default."""
    return table("items", default(text))


def test_what_is_spelled_as_before_asks_nothing() -> None:
    """Most downgrades restore the texts."""
    schema = snapshot(items("5"), objects=(view("SELECT size FROM items"),))

    assert list(questioned([look("dev", schema, schema, prod=schema)])) == []


def test_only_what_is_spelled_otherwise_is_asked_about() -> None:
    """Of each state, in the tables that production had before."""
    same = table("shelves", column("id"))
    before, left = snapshot(items("5"), same), snapshot(items("'5'"), same)

    pairs = list(questioned([look("dev", before, left, prod=before)]))

    assert [(sorted(dev.changed), dict(dev.tables)) for dev, _prod in pairs if dev.tables] == [
        (["items"], dict(before.tables)),
        (["items"], dict(left.tables)),
    ]


def test_view_is_asked_about_as_it_was_and_as_it_is() -> None:
    """PostgreSQL spells both queries."""
    one, other = view("SELECT size FROM items"), view("SELECT items.size FROM items")
    before, left = (snapshot(items("5"), objects=(item,)) for item in (one, other))

    pairs = list(questioned([look("dev", before, left, prod=before)]))

    assert [item for dev, _prod in pairs for item in dev.objects] == [one, other]


def test_table_that_production_has_not_is_known_by_its_texts() -> None:
    """There are no columns in which PostgreSQL could spell its conditions."""
    before, left = (snapshot(table("items", check(("size",), text))) for text in ("size > 0", "size>0"))

    own, after = comparable(look("dev", before, left, prod=snapshot()), FACTS, Answers())

    assert (own.tables, after.tables) == (before.tables, left.tables)
