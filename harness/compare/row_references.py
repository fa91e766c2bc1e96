"""Foreign keys to rows that each database numbered: their numbers differ, and mean the same rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from harness.model import Step

References = dict[str, dict[str, str]]
"""For each table the columns that refer to another one, which they name."""


def references_in(steps: Iterable[Step]) -> References:
    """Give all references of a history: a column is often filled before its foreign key is made."""
    found: References = {}
    for step in steps:
        tables = step.snapshot.tables if step.snapshot else {}
        for name in step.snapshot.changed & tables.keys() if step.snapshot else ():
            for item in tables[name].constraints:
                if item.kind == "fk":
                    found.setdefault(name, {}).update(dict.fromkeys(item.columns, item.referred_table or ""))
    return found


def parents_first(names: Iterable[str], references: Mapping[str, Mapping[str, str]]) -> Iterator[str]:
    """Order tables so that those that are referred to come first; where they refer to each other, by their names."""
    waiting = sorted(names)
    while waiting:
        parents = {name: set(references.get(name, {}).values()) - {name} for name in waiting}
        name = next((name for name in waiting if not parents[name] & set(waiting)), waiting[0])
        waiting.remove(name)
        yield name
