"""Every named constraint and index: as production has it at the end, else as the models would make it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from harness.model.schema import Index

if TYPE_CHECKING:
    from collections.abc import Iterator

    from harness.model.comparison import Comparison
    from harness.model.schema import Constraint
    from harness.model.walk import Step

TOKEN = re.compile(r"%\((\w+)\)s")
MADE_UP = {"pk": "pkey", "uq": "key", "fk": "fkey", "ck": "check"}
"""How PostgreSQL ends the names that it makes up for constraints (documentation, CREATE TABLE, "Parameters")."""


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
        for place, objects in comparison.models.objects.items():
            for one in objects:
                name = one.names.get("postgresql") or one.names.get("sqlite")
                if name:
                    yield NamedObject(table=place, kind=one.kind, columns=one.columns, name=name)
        return
    last = steps[-1].snapshot
    for table in last.tables.values() if last else ():
        parts: list[Constraint | Index] = [*table.constraints, *table.indexes]
        for part in parts:
            if part.name:
                yield _found(comparison, steps, table.name, part)


def prefix_of(pattern: str, table: str) -> str | None:
    """Give the fixed beginning of a convention's names for a table: `ck_%(table_name)s_...` gives `ck_items_`."""
    start = TOKEN.split(pattern.replace("%(table_name)s", table), maxsplit=1)[0]
    return start if table in start else None


def made_up_name(kind: str, table: str | None, columns: tuple[str, ...]) -> str:
    """Give the name that PostgreSQL makes up for a constraint without one; it cuts long ones, and counts equal ones."""
    return "_".join([(table or "").rpartition(".")[2], *(columns if kind != "pk" else ()), MADE_UP[kind]])


def _found(comparison: Comparison, steps: list[Step], table: str, item: Constraint | Index) -> NamedObject:
    name = item.name or ""
    first = next((step for step in steps if _has(step, table, name)), steps[-1])
    revision = comparison.revision(first.revision)
    line = next((op.line for op in first.operations if op.table == table), revision.line if revision else None)
    return NamedObject(
        table=table,
        kind="ix" if isinstance(item, Index) else item.kind,
        columns=item.columns,
        name=name,
        revision=first.revision,
        file=revision.file if revision else None,
        line=line,
    )


def _has(step: Step, table: str, name: str) -> bool:
    found = step.snapshot.tables.get(table) if step.snapshot else None
    if found is None:
        return False
    return name in {item.name for item in found.constraints} | {item.name for item in found.indexes}
