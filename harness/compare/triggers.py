"""The triggers of two snapshots: which are the same ones, and on which events they act."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from harness.model import Difference, SchemaObject

if TYPE_CHECKING:
    from collections.abc import Iterator

    from harness.model import Snapshot

EVENTS = re.compile(r"\b(INSERT|DELETE|UPDATE)\b", re.IGNORECASE)
AFTER_NAME = re.compile(
    r'TRIGGER\s+(?:IF\s+NOT\s+EXISTS\s+)?(?:"(?:[^"]|"")*"|\S+)(?P<rest>.*)', re.IGNORECASE | re.DOTALL
)
Triggers = tuple[SchemaObject, ...]


def trigger_differences(dev: Snapshot, prod: Snapshot) -> Iterator[Difference]:
    """Give the triggers of one name that act on other events."""
    for one, other in paired_triggers(dev, prod):
        if _events(one) != _events(other):
            yield Difference(
                aspect="differs",
                kind="trigger",
                table=one.table,
                name=one.name,
                dev=" OR ".join(_events(one)),
                prod=" OR ".join(_events(other)),
            )


def paired_triggers(dev: Snapshot, prod: Snapshot) -> list[tuple[SchemaObject, SchemaObject]]:
    """Give the triggers that both sides have on one table under one name, but for those that are regrouped."""
    left, right = _triggers(dev), _triggers(prod)
    apart = {(one.table or "", one.name) for sides in regrouped_triggers(dev, prod) for side in sides for one in side}
    return [(left[place], right[place]) for place in sorted((left.keys() & right.keys()) - apart)]


def regrouped_triggers(dev: Snapshot, prod: Snapshot) -> list[tuple[Triggers, Triggers]]:
    """Give the triggers of a table that differ by name or event, and that together act on the same events.

    A trigger of PostgreSQL may act on several events, one of SQLite on one, so that there are more of them.
    """
    left, right = _triggers(dev), _triggers(prod)
    same = {place for place in left.keys() & right.keys() if _events(left[place]) == _events(right[place])}
    found = []
    for table in sorted({place[0] for place in left}):
        ours, theirs = (
            tuple(side[place] for place in sorted(side.keys() - same) if place[0] == table) for side in (left, right)
        )
        if ours and theirs and len(ours) != len(theirs) and _all_events(ours) == _all_events(theirs):
            found.append((ours, theirs))
    return found


def _triggers(snapshot: Snapshot) -> dict[tuple[str, str], SchemaObject]:
    return {(item.table or "", item.name): item for item in snapshot.objects if item.kind == "trigger"}


def _all_events(triggers: Triggers) -> set[str]:
    return {event for trigger in triggers for event in _events(trigger)}


def _events(trigger: SchemaObject) -> tuple[str, ...]:
    """Give on what a trigger acts (SQLite and PostgreSQL documentation, "CREATE TRIGGER": the words before ON)."""
    match = AFTER_NAME.search(trigger.definition or "")
    words = re.split(r"\bON\b", match["rest"], maxsplit=1, flags=re.IGNORECASE)[0] if match else ""
    return tuple(sorted({event.upper() for event in EVENTS.findall(words)}))
