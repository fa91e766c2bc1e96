"""What a revision leaves as it was is one value before and after it."""

from __future__ import annotations

from dataclasses import replace

from harness.model import Column, Constraint, Index, Table, TableRows
from harness.walk.sharing import with_parts_of, with_rows_of

ID = Column(name="id", type="INTEGER", nullable=False)
KEY = Constraint(kind="pk", name="pk_items", columns=("id",))
INDEX = Index(name="ix_items_id", keys=("id",))
ITEMS = Table(name="items", columns=(ID,), constraints=(KEY,), indexes=(INDEX,))


def test_equal_parts_are_those_of_before() -> None:
    """A new column is a new value, and so is one that is another by now."""
    kind = Column(name="kind", type="INTEGER", nullable=True)
    again = replace(ITEMS, columns=(replace(ID), kind), constraints=(replace(KEY),), indexes=(replace(INDEX),))

    shared = with_parts_of(again, ITEMS)

    assert shared == again
    assert shared.columns[0] is ID
    assert shared.constraints[0] is KEY
    assert shared.indexes[0] is INDEX


def test_part_of_the_same_name_that_is_another() -> None:
    """It is as it is now."""
    wide = replace(ID, type="BIGINT")

    assert with_parts_of(replace(ITEMS, columns=(wide,)), ITEMS).columns == (wide,)


def test_equal_rows_are_those_of_before() -> None:
    """One row was added."""
    before = TableRows(columns=("id", "label"), rows=((1, "a"),))
    again = TableRows(columns=("id", "label"), rows=((1, "a"), (2, "b")))

    shared = with_rows_of(again, before)

    assert shared == again
    assert shared.rows[0] is before.rows[0]


def test_equal_values_of_another_type_are_others() -> None:
    """SQLite makes 1.0 of 1 when a column becomes a REAL, and Python takes the two for equal."""
    before = TableRows(columns=("id",), rows=((1,),))

    shared = with_rows_of(TableRows(columns=("id",), rows=((1.0,),)), before)

    assert repr(shared.rows) == "((1.0,),)"
