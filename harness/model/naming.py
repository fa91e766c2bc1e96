"""Every named constraint and index of a comparison: as production has it at the end, else as the models would make it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from harness.model.report import Comparison
    from harness.model.walk import Step

TOKEN = re.compile(r"%\((\w+)\)s")


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedObject:
    """A constraint or index with its name; `revision` is the first one that has it, None when only the models do."""

    table: str
    kind: str
    columns: tuple[str, ...]
    name: str
    revision: str | None = None
    file: str | None = None
    line: int | None = None


def named_objects(comparison: Comparison) -> Iterator[NamedObject]:
    """Give the objects of the last production snapshot; without a walk those of the models."""
    steps = [step for step in comparison.prod.steps if step.snapshot is not None]
    if not steps:
        for table, objects in comparison.models.objects.items():
            for item in objects:
                name = item.names.get("postgresql") or item.names.get("sqlite")
                if name:
                    yield NamedObject(table=table, kind=item.kind, columns=item.columns, name=name)
        return
    last = steps[-1].snapshot
    for table in last.tables.values() if last else ():
        for constraint in table.constraints:
            if constraint.name:
                yield _found(comparison, steps, table.name, constraint.kind, constraint.columns, constraint.name)
        for index in table.indexes:
            yield _found(comparison, steps, table.name, "ix", index.columns, index.name)


def prefix_of(pattern: str, table: str) -> str | None:
    """Give the fixed beginning of a convention's names for a table: `ck_%(table_name)s_...` gives `ck_items_`."""
    start = TOKEN.split(pattern.replace("%(table_name)s", table), maxsplit=1)[0]
    return start if table in start else None


def _found(  # noqa: PLR0913 - what identifies an object
    comparison: Comparison, steps: list[Step], table: str, kind: str, columns: tuple[str, ...], name: str
) -> NamedObject:
    first = next((step for step in steps if _has(step, table, name)), steps[-1])
    revision = comparison.revision(first.revision)
    line = next((op.line for op in first.operations if op.table == table), revision.line if revision else None)
    return NamedObject(
        table=table,
        kind=kind,
        columns=columns,
        name=name,
        revision=first.revision,
        file=revision.file if revision else None,
        line=line,
    )


def _has(step: Step, table: str, name: str) -> bool:
    found = step.snapshot.tables.get(table) if step.snapshot else None
    return found is not None and any(item.name == name for item in (*found.constraints, *found.indexes))
