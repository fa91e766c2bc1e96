"""What the walks with rows found."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from harness.model.comparison import Aspect, Comparison, Divergence, RowWalk
    from harness.model.walk import Walked


def populated_tables(walk: RowWalk, plain: Walked) -> frozenset[str]:
    """Give the tables of the last schema of the walk without rows that held some in this one."""
    held: set[str] = set()
    for step in walk.prod.steps:
        if step.rows is not None:
            held |= step.rows.placed.keys()
            read = {**step.rows.migrated, **step.rows.seeded}
            held |= {name for name, table in read.items() if table.rows}
    last = next((step.snapshot for step in reversed(plain.steps) if step.snapshot is not None), None)
    return frozenset(held & last.tables.keys()) if last else frozenset()


def of_rows(comparison: Comparison, *aspects: Aspect) -> Iterator[tuple[RowWalk, Divergence]]:
    """Give the divergences of the walks with rows, each thing once: the project's own rows come first."""
    seen: set[tuple[object, ...]] = set()
    for walk in sorted(comparison.row_walks, key=lambda item: (not item.own, item.forced)):
        for divergence in walk.found:
            difference = divergence.difference
            apart = difference.detail if difference.aspect == "engine-differs" else difference.statement
            place = (difference.aspect, difference.table, difference.name, difference.column)
            key = (*place, divergence.revision, apart)
            if difference.aspect in aspects and key not in seen:
                seen.add(key)
                yield walk, divergence
