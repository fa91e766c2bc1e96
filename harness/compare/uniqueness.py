"""What is unique by a constraint on one side and by an index on the other."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from harness.compare.constraints import index_text, text_of
from harness.model import Difference

if TYPE_CHECKING:
    from harness.model import Constraint, Index, Table

Tables = tuple["Table", "Table"]


def by_index(dev: Table, prod: Table) -> tuple[Tables, list[Difference]]:
    """Give the tables without what is unique in both ways, and a difference for each such pair."""
    of_prod, of_dev = _pairs(dev, prod), _pairs(prod, dev)
    found = [_difference(dev.name, constraint, text_of(constraint), _text(index)) for constraint, index in of_prod]
    found += [_difference(dev.name, constraint, _text(index), text_of(constraint)) for constraint, index in of_dev]
    paired = [id(item) for pair in (*of_prod, *of_dev) for item in pair]
    return (_without(dev, paired), _without(prod, paired)), found


def _pairs(table: Table, other: Table) -> list[tuple[Constraint, Index]]:
    """Give the unique constraints that only the one table has, with the index of the other that does the same."""
    pairs = ((constraint, _unique_index(other, table, constraint)) for constraint in _alone(table, other))
    return [(constraint, index) for constraint, index in pairs if index is not None]


def _difference(table: str, constraint: Constraint, dev: str, prod: str) -> Difference:
    return Difference(
        aspect="differs",
        kind="uq",
        table=table,
        name=constraint.name,
        columns=constraint.columns,
        dev=dev,
        prod=prod,
        detail="by index",
    )


def _text(index: Index) -> str:
    return f"the {index_text(index)} {index.name}"


def _without(table: Table, paired: list[int]) -> Table:
    return replace(
        table,
        constraints=tuple(item for item in table.constraints if id(item) not in paired),
        indexes=tuple(item for item in table.indexes if id(item) not in paired),
    )


def _alone(table: Table, other: Table) -> list[Constraint]:
    taken = {item.columns for item in other.constraints if item.kind == "uq"}
    return [item for item in table.constraints if item.kind == "uq" and item.columns not in taken and not item.options]


def _unique_index(table: Table, other: Table, constraint: Constraint) -> Index | None:
    """Give the index of the table that does what the constraint of the other one does, and is not there itself."""
    taken = {index.name for index in other.indexes}
    fitting = (
        index
        for index in table.indexes
        if index.unique and not index.predicate and index.keys == constraint.columns and index.name not in taken
    )
    return next((index for index in fitting if "nulls not distinct" not in index.options), None)
