"""What the walks with rows found."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from harness.model.report import Aspect, Comparison, Divergence, RowWalk


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
