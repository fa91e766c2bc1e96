"""Two walks with rows, compared: what each revision did to the rows, and what the project's statements did."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from harness.compare.attribution import attribute
from harness.compare.numbers import gives_keys, numbered_without_rows, sequences_behind, with_sequence
from harness.compare.probes import statement_difference
from harness.compare.row_references import References, parents_first, references_in
from harness.compare.row_tables import ANY_NUMBERS, Kept, RowComparer, RowsCompared, counts_differ, numbers_of
from harness.model import Difference, Divergence, RowProgress, RowStep, RowWalk, Step, TableRows

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping
    from datetime import datetime

    from harness.model import Facts, Revision, Snapshot, Table, Walked

Tables = dict[str, TableRows]


def compare_rows(  # noqa: PLR0913 - the walk with rows, the walk without, and what reading both takes
    walk: RowWalk,
    dev: Walked,
    prod: Walked,
    *,
    revisions: Mapping[str, Revision],
    facts: tuple[Facts, Facts],
    now: datetime,
    begun: RowProgress | None = None,
) -> tuple[RowWalk, RowProgress]:
    """Give the walk with what differs in it, and how it stood before the last revision, where more is read.

    `dev` and `prod` are the walks without rows, which know the schemas; with `begun` the first revisions have been
    compared before.
    """
    progress = begun = begun or RowProgress()
    timeline = RowTimeline(revisions, RowComparer(facts, now), now, begun)
    timeline.references = references_in(prod.steps)
    schemas = {one.revision: (one.snapshot, other.snapshot) for one, other in zip(dev.steps, prod.steps, strict=False)}
    numbered = {step.revision: numbered_without_rows(step) for step in prod.steps}
    for one, other in list(zip(walk.dev.steps, walk.prod.steps, strict=False))[begun.steps :]:
        if one is walk.dev.steps[-1]:
            progress = timeline.progress
        snapshots = schemas.get(one.revision)
        if one.revision != other.revision or one.rows is None or other.rows is None or snapshots is None:
            break
        timeline.step(one, other, snapshots, numbered[one.revision])
    return replace(walk, found=tuple(timeline.found), same_rows=timeline.same_rows), progress


class RowTimeline:
    """Follows the tables through the revisions; a difference is told once, where it begins."""

    def __init__(
        self, revisions: Mapping[str, Revision], comparer: RowComparer, now: datetime, begun: RowProgress
    ) -> None:
        self.found = list(begun.found)
        self._revisions = revisions
        self._comparer = comparer
        self._moment = now
        self._steps = begun.steps
        self._now: tuple[Tables, Tables] = (dict(begun.rows[0]), dict(begun.rows[1]))
        self._earlier: tuple[Tables, Tables] = ({}, {})
        self._known = set(begun.known)
        self._renumbered = set(begun.renumbered)
        self.references: References = {}

    @property
    def progress(self) -> RowProgress:
        """How far it came."""
        return RowProgress(
            steps=self._steps,
            rows=(dict(self._now[0]), dict(self._now[1])),
            found=tuple(self.found),
            known=frozenset(self._known),
            renumbered=frozenset(self._renumbered),
        )

    @property
    def same_rows(self) -> bool:
        """Whether all tables hold the same rows, also by their numbers."""
        return not self._renumbered and all(item.healed_in for item in self.found)

    def step(
        self,
        dev: Step,
        prod: Step,
        snapshots: tuple[Snapshot | None, Snapshot | None],
        numbered: Collection[str] = (),
    ) -> None:
        """Take one revision and the statements after it; the walk without rows has `numbered` rows of some tables."""
        self._steps += 1
        one, other = dev.rows, prod.rows
        if one is None or other is None or snapshots[0] is None or snapshots[1] is None:
            return
        schemas = snapshots[0].tables, snapshots[1].tables
        before = dict(self._now[0]), dict(self._now[1])
        touched = self._take(one.migrated, other.migrated, schemas)
        self._heal_sequences(other.migrated, dev.revision)
        found = [
            *sequences_behind(other.migrated, before[1], numbered),
            *self._differences(touched, schemas, before, (dev, prod)),
        ]
        self.found.extend(self._attributed(item, dev, prod, schemas[1]) for item in found)
        self._statements(one, other, (dev, prod), (snapshots[0], snapshots[1]))
        touched = self._take(one.seeded, other.seeded, schemas, other.placed)
        detail = "statement" if one.trials else "generated"
        self.found.extend(
            self._attributed(replace(item, detail=detail), dev, prod, schemas[1])
            for item in self._differences(touched, schemas, self._now, (dev, prod))
        )

    def _take(
        self,
        dev: Mapping[str, TableRows],
        prod: Mapping[str, TableRows],
        schemas: tuple[Mapping[str, Table], ...],
        placed: Collection[str] = (),
    ) -> list[str]:
        """Take what was read. A sequence that was not asked for stands where it stood, or behind the `placed` rows."""
        self._earlier = dict(self._now[0]), dict(self._now[1])
        for current, read, tables in zip(self._now, (dev, prod), schemas, strict=True):
            for name in current.keys() - tables.keys():
                del current[name]
            for name, rows in read.items():
                current[name] = rows if name in placed else with_sequence(rows, current.get(name))
        return sorted(
            name
            for name in dev.keys() | prod.keys()
            if all(name in current for current in self._now) and all(name in tables for tables in schemas)
        )

    def _differences(
        self,
        names: Iterable[str],
        schemas: tuple[Mapping[str, Table], Mapping[str, Table]],
        before: tuple[Tables, Tables],
        steps: tuple[Step, Step],
    ) -> Iterator[Difference]:
        for name in parents_first(names, self.references):
            if (name, None) in self._known:
                continue
            tables = schemas[0][name], schemas[1][name]
            rows = self._now[0][name], self._now[1][name]
            compared = self._comparer.compare(tables, rows, self._left_out(name), self._kept(name, tables[1], steps))
            self._heal_values(name, compared, steps[0].revision)
            if compared.renumbered:
                self._renumbered.add(name)
            yield from self._counts(name, compared, before, steps)
            for column in compared.columns:
                if (name, column.column) not in self._known:
                    self._known.add((name, column.column))
                    yield Difference(
                        aspect="values-differ",
                        kind="data",
                        table=name,
                        name=column.column,
                        column=column.column,
                        columns=(column.column,),
                        dev=column.dev,
                        prod=column.prod,
                    )

    def _kept(self, name: str, table: Table, steps: tuple[Step, Step]) -> Kept:
        """Give the numbers of the rows that a revision met on both sides, where they were the same rows."""
        key = next((item.columns for item in table.constraints if item.kind == "pk"), ())
        if name in self._renumbered or len(key) != 1:
            return ANY_NUMBERS
        dev, prod = (numbers_of(side[name], key[0]) if name in side else set() for side in self._earlier)
        return Kept(numbers=frozenset(dev & prod), given=all(gives_keys(step, name, key[0]) for step in steps))

    def _heal_values(self, name: str, compared: RowsCompared, revision: str) -> None:
        """What was told to differ, and is equal again, is mended; a later difference is told anew."""
        equal = compared.compared - {item.column for item in compared.columns}
        for number, item in enumerate(self.found):
            difference = item.difference
            told = difference.aspect == "values-differ" and item.healed_in is None and item.revision != revision
            if told and difference.table == name and difference.column in equal:
                self.found[number] = replace(item, healed_in=revision)
                self._known.discard((name, difference.column))

    def _left_out(self, table: str) -> frozenset[str]:
        """Give the keys, also those to come, to tables whose rows are equal but for their numbers."""
        columns = self.references.get(table, {})
        return frozenset(name for name, referred in columns.items() if referred in self._renumbered)

    def _counts(
        self, name: str, compared: RowsCompared, before: tuple[Tables, Tables], steps: tuple[Step, Step]
    ) -> Iterator[Difference]:
        if compared.counts is None:
            return
        self._known.add((name, None))
        earlier = [len(side[name].rows) if name in side else 0 for side in before]
        foreign_keys = steps[0].rows is not None and steps[0].rows.foreign_keys
        yield counts_differ(name, (earlier[0], earlier[1]), compared.counts, foreign_keys=bool(foreign_keys))

    def _heal_sequences(self, migrated: Mapping[str, TableRows], revision: str) -> None:
        for number, item in enumerate(self.found):
            name = item.difference.table or ""
            read = migrated[name].sequence if name in migrated else None
            behind = item.difference.aspect == "sequence-behind" and item.healed_in is None
            if behind and read is not None and read.next_number > (read.largest or 0):
                self.found[number] = replace(item, healed_in=revision)

    def _statements(
        self, one: RowStep, other: RowStep, steps: tuple[Step, Step], snapshots: tuple[Snapshot, Snapshot]
    ) -> None:
        """Compare the project's statements; one that only one side took explains what differs from here on."""
        for pair in zip(one.trials, other.trials, strict=False):
            difference, tables = statement_difference(*pair, snapshots[1], self._moment)
            if difference is not None:
                revision = self._revisions.get(steps[0].revision)
                self.found.append(
                    Divergence(
                        difference=difference,
                        revision=steps[0].revision,
                        file=revision.file if revision else None,
                        line=revision.line if revision else None,
                    )
                )
                self._known.update((name, None) for name in tables)

    def _attributed(self, difference: Difference, dev: Step, prod: Step, tables: Mapping[str, Table]) -> Divergence:
        """Rows of a table can be lost by what is done to one that it refers to."""
        revision = self._revisions.get(dev.revision)
        divergence = attribute(difference, dev, prod, revision)
        table = tables.get(difference.table or "")
        for constraint in table.constraints if table and divergence.operation is None else ():
            other = replace(difference, table=constraint.referred_table, name=None, column=None, columns=())
            cause = attribute(other, dev, prod, revision) if constraint.kind == "fk" else divergence
            if cause.operation is not None:
                return replace(cause, difference=difference)
        return divergence
