"""The names that the models give, against those that both databases have."""

from __future__ import annotations

from typing import TYPE_CHECKING

from harness.compare.names import is_cut, same_name
from harness.model import Difference, ModelObject, Models, Snapshot, Table

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from harness.model import Step


def name_differences(models: Models, dev: Snapshot, prod: Snapshot, limit: int | None) -> Iterator[Difference]:
    """Give the constraints and indexes that have one name on both databases, and another one in the models."""
    for table, objects in models.objects.items():
        if table not in dev.tables or table not in prod.tables:
            continue
        for item in objects:
            wanted = item.names.get("postgresql")
            actual = _name_in(prod.tables[table], item)
            on_dev = _name_in(dev.tables[table], item)
            if not wanted or actual is None or on_dev is None or not same_name(on_dev, actual, limit):
                continue
            taken = _all_names(prod.tables[table])
            if not (same_name(wanted, actual, limit) or is_cut(wanted, actual, limit)) and wanted not in taken:
                yield Difference(
                    aspect="not-by-convention",
                    kind=item.kind,
                    table=table,
                    name=actual,
                    columns=item.columns,
                    dev=on_dev,
                    prod=actual,
                    expected=wanted,
                )


def expected_name(models: Models, difference: Difference) -> str | None:
    """Give the name that the models have for the object of a difference."""
    for item in models.objects.get(difference.table or "", ()):
        if item.kind == (difference.detail or difference.kind) and item.columns == difference.columns and item.columns:
            return item.names.get("postgresql")
    return None


def first_with_name(difference: Difference, steps: Sequence[tuple[Step, Step]]) -> tuple[Step, Step]:
    """Give the first steps after which production has that name on those columns."""
    wanted = ModelObject(kind=difference.kind, columns=difference.columns, names={})
    for dev, prod in steps:
        table = prod.snapshot.tables.get(difference.table or "") if prod.snapshot else None
        if table is not None and _name_in(table, wanted) == difference.name:
            return dev, prod
    return steps[-1]


def _name_in(table: Table, wanted: ModelObject) -> str | None:
    """Give the name of the only object of that kind on those columns; checks are not matched by columns."""
    if wanted.kind == "ck" or not wanted.columns:
        return None
    names: list[str | None] = [
        item.name for item in table.constraints if item.kind == wanted.kind and item.columns == wanted.columns
    ]
    if wanted.kind == "ix":
        names = [item.name for item in table.indexes if item.keys == wanted.columns]
    return names[0] if len(names) == 1 else None


def _all_names(table: Table) -> set[str]:
    return {item.name for item in table.constraints if item.name} | {item.name for item in table.indexes}
