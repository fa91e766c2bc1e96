"""What triggers do: both databases changed the same rows in the same way, and hold others after it."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from harness.compare.attribution import attribute
from harness.compare.views import rows_compared
from harness.model import Difference

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime

    from harness.model import Divergence, Revision, SchemaObject, Snapshot, Step, Trial, Walked

FUNCTION = re.compile(r"\bEXECUTE\s+(?:FUNCTION|PROCEDURE)\s+([\w.\"]+)\s*\(", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class TriggerEffect:
    """What is read of a table, `columns` of `read`, after a statement has set off the triggers of another or itself."""

    table: str
    event: str
    read: str
    columns: tuple[str, ...]


def triggers_of_both(dev: Snapshot, prod: Snapshot) -> dict[str, tuple[SchemaObject, ...]]:
    """Give the triggers of SQLite by their tables, where PostgreSQL has some on the same table."""
    found: dict[str, tuple[SchemaObject, ...]] = {}
    on_prod = {item.table for item in prod.objects if item.kind == "trigger"}
    for item in dev.objects:
        if item.kind == "trigger" and item.table in on_prod:
            found[item.table or ""] = (*found.get(item.table or "", ()), item)
    return found


def effect_divergence(
    effect: TriggerEffect,
    pair: tuple[Trial, Trial],
    walks: tuple[Walked, Walked],
    revisions: Mapping[str, Revision],
    now: datetime,
) -> Divergence | None:
    """Give the difference where the rows differ, at the last revision that touched a trigger of the table."""
    compared = None if any(trial.error for trial in pair) else rows_compared(pair, effect.columns, now)
    if compared is None:
        return None
    columns, (dev, prod) = compared
    triggers = [item for walked in walks for item in _triggers(walked, effect.table)]
    fitting = [item.name for item in triggers if effect.event in (item.definition or "").upper()]
    difference = Difference(
        aspect="differs",
        kind="trigger",
        table=effect.table,
        name=next(iter(fitting), triggers[0].name),
        columns=columns or effect.columns,
        dev=dev,
        prod=prod,
        detail=f"{effect.event} {effect.read}",
    )
    functions = (FUNCTION.search(item.definition or "") for item in triggers)
    names = [*fitting, *(match[1].rpartition(".")[2].strip('"') for match in functions if match)]
    steps, name = _last_that_names(names, walks)
    found = attribute(replace(difference, name=name), *steps, revisions.get(steps[0].revision))
    return replace(found, difference=difference)


def _triggers(walked: Walked, table: str) -> Iterator[SchemaObject]:
    snapshot = walked.steps[-1].snapshot
    objects = snapshot.objects if snapshot else ()
    return (item for item in objects if item.kind == "trigger" and item.table == table)


def _last_that_names(names: list[str], walks: tuple[Walked, Walked]) -> tuple[tuple[Step, Step], str]:
    """Give the last revision with a statement that names a trigger or its function, and that name."""
    pairs = list(zip(walks[0].steps, walks[1].steps, strict=False))
    for pair in reversed(pairs):
        texts = [operation.statement for step in pair for operation in step.operations if operation.statement]
        for name in names:
            if any(re.search(rf"(?<![\w$]){re.escape(name)}(?![\w$])", text) for text in texts):
                return pair, name
    return pairs[-1], names[0]
