"""From two walks to divergences: what differs at each revision, since when, by which line, and until when."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from harness.compare.attribution import attribute
from harness.compare.labels import labels_refused, refused_labels
from harness.compare.numbers import sequence_behind
from harness.compare.objects import object_differences, unknown_objects
from harness.compare.renames import renamed
from harness.compare.tables import missing_table, table_differences, unknown_parts
from harness.model import Difference, Divergence, SchemaProgress, Snapshot, Step, Unchecked, Walked
from harness.normalise import Answers, bare_type, normalise

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from harness.model import Facts, Revision

Key = tuple[object, ...]
BY_NAME = frozenset({"name-differs", "unnamed"})


def paired_steps(dev: Walked, prod: Walked) -> Iterator[tuple[Step, Step]]:
    """Give the steps that both sides completed, revision by revision."""
    for one, other in zip(dev.steps, prod.steps, strict=False):
        if one.revision != other.revision or one.snapshot is None or other.snapshot is None:
            return
        yield one, other


class Timeline:
    """Compares the walks revision by revision, looking again only at the tables that a revision touched.

    With `begun` the first revisions have been compared before, with the same outcome.
    """

    def __init__(
        self,
        facts: tuple[Facts, Facts],
        answers: Answers,
        revisions: Mapping[str, Revision],
        begun: SchemaProgress | None = None,
    ) -> None:
        begun = begun or SchemaProgress()
        self._facts = facts
        self._answers = answers
        self._revisions = revisions
        self._steps = begun.steps
        self._declared = dict(begun.declared)
        self._by_table = {name: dict(items) for name, items in begun.by_table.items()}
        self._open = dict(begun.open)
        self._healed = list(begun.healed)
        self._unchecked = dict(begun.unchecked)
        self._labels = dict(begun.labels)
        self._one_sided = set(begun.one_sided)
        self._behind = dict(begun.behind)
        self._refused = dict(begun.refused)

    @property
    def progress(self) -> SchemaProgress:
        """How far it came."""
        return SchemaProgress(
            steps=self._steps,
            declared=self._declared,
            by_table=self._by_table,
            open=self._open,
            healed=tuple(self._healed),
            unchecked=self._unchecked,
            labels=self._labels,
            one_sided=frozenset(self._one_sided),
            behind=self._behind,
            refused=self._refused,
        )

    def run(self, dev: Walked, prod: Walked) -> tuple[tuple[Divergence, ...], tuple[Unchecked, ...]]:
        """Give all divergences in the order of their revisions, and what could not be compared at the last one."""
        for one, other in list(paired_steps(dev, prod))[self._steps :]:
            self._step(one, other)
            self._steps += 1
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
        self._follow_renames(one, other)
        for name in self._concerned(dev, prod):
            self._by_table[name] = {item.key: item for item in self._table(name, dev, prod)}
        self._by_table[""] = {item.key: item for item in object_differences(dev, prod, self._answers)}
        self._unchecked[""] = tuple(unknown_objects(dev, prod, self._answers))
        self._follow_numbers(other, dev, prod)
        self._refused = labels_refused(self._refused, (one, other), prod)
        refused = (refused_labels(place, labels, prod) for place, labels in self._refused.items())
        current = {item.key: item for item in refused if item is not None}
        current.update((key, item) for table in self._by_table.values() for key, item in table.items())
        current.update((item.key, item) for item in self._behind.values())
        fresh = [difference for key, difference in current.items() if key not in self._open]
        for key in [key for key in self._open if key not in current]:
            ended = self._open.pop(key)
            if not any(_supersedes(item, ended.difference) for item in fresh):
                self._healed.append(replace(ended, healed_in=one.revision))
        for key, difference in current.items():
            known = self._open.get(key)
            if known is None:
                self._open[key] = attribute(difference, one, other, self._revisions.get(one.revision))
            elif known.difference != difference:
                self._open[key] = replace(known, difference=difference)

    def _concerned(self, dev: Snapshot, prod: Snapshot) -> set[str]:
        """Give the tables to look at again: those that changed, and those about which something else did.

        A label that an enum gets changes no table. A foreign key is judged only where both sides have the other table.
        """
        tables = set(dev.changed | prod.changed)
        labels = {item.name: item.labels for item in prod.objects if item.kind == "enum"}
        relabelled = {name for name, old in self._labels.items() if labels.get(name, old) != old}
        one_sided = set(dev.tables.keys() ^ prod.tables.keys())
        moved = one_sided ^ self._one_sided
        self._labels, self._one_sided = labels, one_sided
        if relabelled:
            tables |= {
                table.name
                for table in prod.tables.values()
                if any(bare_type(column.type) in relabelled for column in table.columns)
            }
        if moved:
            tables |= {
                table.name
                for table in (*dev.tables.values(), *prod.tables.values())
                if any(item.referred_table in moved for item in table.constraints)
            }
        return tables

    def _table(self, name: str, dev: Snapshot, prod: Snapshot) -> Iterator[Difference]:
        self._unchecked.pop(name, None)
        if name not in dev.tables and name not in prod.tables:
            return
        if name not in dev.tables or name not in prod.tables:
            missing = missing_table(name, dev, prod, self._facts[1].name_bytes)
            if missing is not None:
                yield missing
                if missing.aspect == "cut":
                    self._unchecked[name] = (Unchecked(what=f"the table {name}", why="its name is cut on prod"),)
            return
        tables = normalise(dev, prod, name, self._facts, self._answers)
        self._unchecked[name] = tuple(unknown_parts(tables[0]))
        yield from table_differences(name, tables, (dev, prod), self._facts, self._declared)

    def _follow_numbers(self, step: Step, dev: Snapshot, prod: Snapshot) -> None:
        """Take where sequences stand now; one that numbers nothing, or a table that one side lacks, concerns nobody."""
        for table, sequence in step.numbers:
            self._behind.pop((table, sequence.column), None)
            behind = sequence_behind(table, sequence)
            if behind is not None:
                self._behind[table, sequence.column] = behind
        for table, column in list(self._behind):
            held = prod.tables[table].column(column) if table in prod.tables else None
            if table not in dev.tables or held is None or not held.numbered:
                del self._behind[table, column]

    def _follow_renames(self, dev: Step, prod: Step) -> None:
        """Let a difference of a renamed thing go on under the new name, with the revision that began it."""
        for item in renamed(dev, prod):
            moved = [replace(one, difference=item.apply(one.difference)) for one in self._open.values()]
            self._open = {one.difference.key: one for one in moved}
            behind = map(item.apply, self._behind.values())
            self._behind = {(one.table or "", one.column or ""): one for one in behind}
            self._declared.update(item.of_places(self._declared))
            self._refused.update(item.of_places(self._refused))


def _supersedes(new: Difference, old: Difference) -> bool:
    """Tell whether what differed before did not get equal: it is missing now, or differs in its name in another way."""
    if new.table != old.table or new.aspect not in {"missing", *BY_NAME}:
        return False
    if new.aspect in BY_NAME:
        return old.aspect in BY_NAME and new.kind == old.kind and new.columns == old.columns
    if new.kind == "table" or (new.kind == "column" and new.column in {old.column, *old.columns}):
        return True
    names = {old.name, old.dev, old.prod} - {None}
    same_kind = new.kind == (old.detail if old.kind == "truncation" else old.kind)
    return same_kind and (new.name in names or (bool(new.columns) and new.columns == old.columns))
