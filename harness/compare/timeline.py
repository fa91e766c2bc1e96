"""From two walks to divergences: what differs at each revision, since when, by which line, and until when."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from harness.compare.attribution import attribute, renamed_tables
from harness.compare.tables import missing_table, object_differences, table_differences, unknown_parts
from harness.model import Difference, Divergence, Snapshot, Step, Unchecked, Walked
from harness.normalise import Answers, normalise

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from harness.model import Facts, Revision

Key = tuple[object, ...]


def paired_steps(dev: Walked, prod: Walked) -> Iterator[tuple[Step, Step]]:
    """Give the steps that both sides completed, revision by revision."""
    for one, other in zip(dev.steps, prod.steps, strict=False):
        if one.revision != other.revision or one.snapshot is None or other.snapshot is None:
            return
        yield one, other


class Timeline:
    """Compares the walks revision by revision, looking again only at the tables that a revision touched."""

    def __init__(self, facts: tuple[Facts, Facts], answers: Answers, revisions: Mapping[str, Revision]) -> None:
        self._facts = facts
        self._answers = answers
        self._revisions = revisions
        self._declared: dict[tuple[str, str], tuple[str, str]] = {}
        self._by_table: dict[str, dict[Key, Difference]] = {}
        self._open: dict[Key, Divergence] = {}
        self._healed: list[Divergence] = []
        self._unchecked: dict[str, list[Unchecked]] = {}

    def run(self, dev: Walked, prod: Walked) -> tuple[tuple[Divergence, ...], tuple[Unchecked, ...]]:
        """Give all divergences in the order of their revisions, and what could not be compared at the last one."""
        for one, other in paired_steps(dev, prod):
            self._step(one, other)
        order = {identifier: number for number, identifier in enumerate(self._revisions)}
        found = [*self._open.values(), *self._healed]
        found.sort(key=lambda item: (order.get(item.revision, 0), item.line or 0, str(item.difference.key)))
        unchecked = dict.fromkeys(item for items in self._unchecked.values() for item in items)
        return tuple(found), tuple(unchecked)

    def _step(self, one: Step, other: Step) -> None:
        dev, prod = one.snapshot, other.snapshot
        if dev is None or prod is None:
            return
        for operation in (*one.operations, *other.operations):
            self._declared.update({(operation.table or "", column): pair for column, pair in operation.types.items()})
        self._follow_renames(renamed_tables((*one.operations, *other.operations)))
        for name in dev.changed | prod.changed:
            self._by_table[name] = {item.key: item for item in self._table(name, dev, prod)}
        self._by_table[""] = {item.key: item for item in object_differences(dev, prod)}
        current = {key: item for table in self._by_table.values() for key, item in table.items()}
        for key in [key for key in self._open if key not in current]:
            self._healed.append(replace(self._open.pop(key), healed_in=one.revision))
        for key, difference in current.items():
            known = self._open.get(key)
            if known is None:
                self._open[key] = attribute(difference, one, other, self._revisions.get(one.revision))
            elif known.difference != difference:
                self._open[key] = replace(known, difference=difference)

    def _table(self, name: str, dev: Snapshot, prod: Snapshot) -> Iterator[Difference]:
        self._unchecked.pop(name, None)
        if name not in dev.tables and name not in prod.tables:
            return
        if name not in dev.tables or name not in prod.tables:
            missing = missing_table(name, dev, prod, self._facts[1].name_bytes)
            if missing is not None:
                yield missing
            return
        left, right = normalise(dev, prod, name, self._facts, self._answers)
        self._unchecked[name] = list(unknown_parts(left))
        yield from table_differences(left, right, self._facts, self._declared)

    def _follow_renames(self, renames: Mapping[str, str]) -> None:
        """A difference of a renamed table goes on under the new name, with the revision that began it."""
        for old, new in renames.items():
            for key, divergence in list(self._open.items()):
                if divergence.difference.table == old:
                    moved = replace(divergence.difference, table=new)
                    del self._open[key]
                    self._open[moved.key] = replace(divergence, difference=moved)
