"""What a way down and up spells otherwise, by what it means: read as the two databases are when they are compared."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from harness.compare.changes import changes
from harness.model import Side, Snapshot, Step
from harness.normalise import meant_on_dev, meant_on_prod, view_meaning

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from harness.model import Difference, Facts, SchemaObject
    from harness.normalise import Answers

VIEWS = frozenset({"view", "materialized view"})


@dataclass(frozen=True, kw_only=True)
class Look:
    """The schema that a step down or up `left` on a side, and the one that was there `before`, on both sides.

    `again` tells that it is the one after the whole way up.
    """

    side: Side
    step: Step
    before: tuple[Snapshot, Snapshot]
    left: Snapshot
    again: bool = False

    @property
    def own(self) -> Snapshot:
        """What was there before on this side."""
        return self.before[0 if self.side == "dev" else 1]

    @cached_property
    def differences(self) -> tuple[Difference, ...]:
        """What is spelled otherwise."""
        return tuple(difference for _fate, difference in changes(self.own, self.left))

    @cached_property
    def names(self) -> frozenset[str]:
        """The tables and views of which something is spelled otherwise."""
        names = (item.name if item.kind in VIEWS else item.table for item in self.differences)
        return frozenset(name for name in names if name is not None)


def questioned(looks: Iterable[Look]) -> Iterator[tuple[Snapshot, Snapshot]]:
    """Give pairs of snapshots whose questions tell what was spelled otherwise means."""
    for look in looks:
        dev, prod = look.before
        for state in (look.own, look.left) if look.names else ():
            one, other = (state, prod) if look.side == "dev" else (dev, state)
            yield Snapshot(tables=one.tables, changed=look.names), replace(other, changed=frozenset())
            yield Snapshot(tables={}, objects=tuple(_views(state, look))), replace(prod, changed=frozenset())


def comparable(look: Look, facts: tuple[Facts, Facts], answers: Answers) -> tuple[Snapshot, Snapshot]:
    """Give what was there before and what was left, with the meanings of what is spelled otherwise.

    Development's are those in the tables that production had before; a table that it had not is compared by its texts.
    """
    own, left = (_meant(state, look, facts, answers) for state in (look.own, look.left))
    return own, left


def _meant(state: Snapshot, look: Look, facts: tuple[Facts, Facts], answers: Answers) -> Snapshot:
    prod = look.before[1]
    tables = dict(state.tables)
    for name in look.names & state.tables.keys():
        if look.side == "prod":
            tables[name] = meant_on_prod(state, name, facts, answers)
        elif name in prod.tables:
            tables[name] = meant_on_dev(state, prod, name, facts, answers)
    meanings = {view: view_meaning(view.definition, prod, answers.spelled)[0] for view in _views(state, look)}
    objects = (replace(item, meaning=meanings[item]) if item in meanings else item for item in state.objects)
    return replace(state, tables=tables, objects=tuple(objects))


def _views(state: Snapshot, look: Look) -> Iterator[SchemaObject]:
    return (item for item in state.objects if item.kind in VIEWS and item.name in look.names)
