"""Labels that a migration declares a column with, and that the type of the column refuses on PostgreSQL."""

from __future__ import annotations

from typing import TYPE_CHECKING

from harness.model import Difference
from harness.normalise import bare_type

if TYPE_CHECKING:
    from collections.abc import Mapping

    from harness.model import Snapshot, Step

Place = tuple[str, str]
"""A table and a column."""


def labels_refused(
    before: Mapping[Place, tuple[str, ...]], steps: tuple[Step, Step], prod: Snapshot
) -> dict[Place, tuple[str, ...]]:
    """Give the labels of the columns whose type lacks some of them: those declared now, and those refused `before`.

    Only what a revision declares is held against the type after it: what later statements make of the type is meant.
    An Enum makes its type where none of that name is there, and `alter_column` leaves the type as it is (SQLAlchemy
    documentation, "PostgreSQL Data Types", ENUM; Alembic issue 278).
    """
    declared = dict(before)
    for step in steps:
        for operation in step.operations:
            declared.update({(operation.table or "", column): labels for column, labels in operation.labels.items()})
    return {place: labels for place, labels in declared.items() if refused_labels(place, labels, prod) is not None}


def refused_labels(place: Place, declared: tuple[str, ...], prod: Snapshot) -> Difference | None:
    """Give the difference where the type of a column lacks labels that it was declared with."""
    table, name = place
    column = prod.tables[table].column(name) if table in prod.tables else None
    kind = bare_type(column.type) if column is not None else None
    # Types of one name may stand in several schemas, and their objects do not say in which.
    known = [item.labels for item in prod.objects if item.kind == "enum" and item.name == kind]
    if not known or any(set(declared) <= set(labels) for labels in known):
        return None
    held = known[0]
    return Difference(
        aspect="differs",
        kind="enum",
        table=table,
        name=name,
        column=name,
        dev="any text",
        prod=", ".join(held),
        expected=", ".join(declared),
        detail=kind,
    )
