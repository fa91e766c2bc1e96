"""What of the models Alembic's comparison does not look at."""

from __future__ import annotations

from dataclasses import replace

import pytest

from harness.compare.unseen import unseen_drift, without_numbering
from harness.model import Drift, Table
from tests.compare.schemas import LIMIT, Part, column, primary_key, snapshot, step, table

BOTH = (column("id"), column("sku"))
ON_ID, ON_BOTH = primary_key("id", name="pk_items"), primary_key("id", "sku", name="pk_items")


def drift(models: Table, made: Table) -> list[Drift]:
    """Give how a table of the models differs from the one that the migrations made."""
    pair = (step("0001", snapshot(made)), step("0001", snapshot(made)))
    return list(unseen_drift({models.name: models}, pair, LIMIT, ()))


def key(what: str, *columns: str, database: str | None, models: str | None) -> Drift:
    """Give a primary key that is another one in the models."""
    return Drift(
        what=what, kind="pk", table="items", name="pk_items", columns=columns, database=database, models=models
    )


def test_primary_key_on_other_columns() -> None:
    """Alembic compares no primary keys."""
    longer = key("differs", "id", database="PRIMARY KEY (id)", models="PRIMARY KEY (id, sku)")
    shorter = key("differs", "id", "sku", database="PRIMARY KEY (id, sku)", models="PRIMARY KEY (id)")

    assert drift(table("items", *BOTH, ON_BOTH), table("items", *BOTH, ON_ID)) == [longer]
    assert drift(table("items", *BOTH, ON_ID), table("items", *BOTH, ON_BOTH)) == [shorter]


def test_primary_key_on_the_same_columns_in_another_order() -> None:
    """The index of the key serves other queries."""
    turned = primary_key("sku", "id", name="pk_items")

    (found,) = drift(table("items", *BOTH, turned), table("items", *BOTH, ON_BOTH))

    assert (found.database, found.models) == ("PRIMARY KEY (id, sku)", "PRIMARY KEY (sku, id)")


def test_primary_key_of_one_alone() -> None:
    """A table without a key takes the same row twice."""
    with_key, without = table("items", *BOTH, ON_ID), table("items", *BOTH)

    assert drift(with_key, without) == [key("missing", "id", database=None, models="PRIMARY KEY (id)")]
    assert drift(without, with_key) == [key("extra", "id", database="PRIMARY KEY (id)", models=None)]
    assert drift(without, without) == []


def test_primary_key_of_another_name() -> None:
    """Names are the matter of other rules."""
    named = primary_key("id", name="items_pkey")

    assert drift(table("items", *BOTH, named), table("items", *BOTH, ON_ID)) == []


@pytest.mark.parametrize("models", [(column("id"), ON_ID), (*BOTH, column("code"), primary_key("id", "code"))])
def test_primary_key_with_a_column_of_one_alone(models: tuple[Part, ...]) -> None:
    """That the column is missing is told, and the key follows."""
    assert drift(table("items", *models), table("items", *BOTH, ON_BOTH)) == []


def test_primary_key_with_a_column_of_another_type() -> None:
    """The type is one thing, the columns of the key another."""
    models = table("items", column("id", "bigint"), column("sku"), ON_BOTH)

    assert drift(models, table("items", *BOTH, ON_ID)) == [
        key("differs", "id", database="PRIMARY KEY (id)", models="PRIMARY KEY (id, sku)")
    ]


def numbering(*, identity: str | None = None, numbered: bool = True) -> Table:
    """Give a table whose column numbers itself: as a serial, or as an identity column."""
    return table("items", replace(column("id", numbered=numbered), identity=identity))


@pytest.mark.parametrize(
    ("models", "made", "same"),
    [
        (numbering(identity="by default"), numbering(), True),
        (numbering(), numbering(identity="by default"), True),
        (numbering(identity="always"), numbering(), False),
        (numbering(identity="by default"), numbering(numbered=False), False),
    ],
)
def test_column_that_numbers_itself_in_another_way(models: Table, made: Table, *, same: bool) -> None:
    """Alembic takes the one for a server default and the other for none; ALWAYS refuses values."""
    item = Drift(what="differs", kind="default", table="items", name="id", column="id", models="Identity()")
    pair = (step("0001", snapshot(made)), step("0001", snapshot(made)))

    assert list(without_numbering([item], {"items": models}, pair)) == ([] if same else [item])


def test_key_that_sqlite_never_leaves_empty() -> None:
    """An INTEGER PRIMARY KEY is not declared NOT NULL, and holds no NULL."""
    item = Drift(what="differs", kind="nullable", table="items", name="id", column="id", database="NULL allowed")
    keyless = table("items", column("id"))

    for made, same in ((numbering(), True), (keyless, False)):
        pair = (step("0001", snapshot(made)), step("0001", snapshot(made)))
        assert list(without_numbering([item], {"items": made}, pair)) == ([] if same else [item])
