"""What the walks with rows leave unseen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from harness.compare.probes import refused_by_both
from harness.model import Unchecked
from harness.model.row_walks import populated_tables

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from harness.model import RowWalk, Side, Walked

SIDES: tuple[Side, Side] = ("dev", "prod")


def rows_not_walked(walks: tuple[RowWalk, ...], walked: Mapping[Side, Walked]) -> Iterator[Unchecked]:
    """Tell what the walks with rows leave unseen: of those with generated rows the last one got farthest."""
    for own, whose in ((True, "the project's rows"), (False, "generated rows")):
        walk = next((item for item in reversed(walks) if item.own == own and not item.forced), None)
        if walk is None:
            continue
        yield from refused_by_both(walk)
        for side, with_rows in zip(SIDES, (walk.dev, walk.prod), strict=True):
            missing = len(walked[side].steps) - sum(step.status == "ok" for step in with_rows.steps)
            failed = with_rows.failed
            if missing and walked[side].failed is None:
                why = f"revision {failed.revision} fails on them" if failed else "the walk with them ended early"
                yield Unchecked(what=f"{whose} after the last {missing} revisions on {side}", why=why)


def tables_without_rows(
    walks: tuple[RowWalk, ...], walked: Mapping[Side, Walked], told: tuple[Unchecked, ...]
) -> Iterator[Unchecked]:
    """Tell which tables of the last schema never held a row, and what the databases objected to."""
    generated = [walk for walk in walks if not walk.own and not walk.forced]
    last = next((step.snapshot for step in reversed(walked["prod"].steps) if step.snapshot is not None), None)
    if not generated or last is None:
        return
    held = frozenset().union(*(populated_tables(walk, walked["prod"]) for walk in generated))
    refused: dict[str, str] = {}
    for walk in generated:
        for step in (*walk.dev.steps, *walk.prod.steps):
            refused.update(step.rows.refused if step.rows else {})
    on_both = last.tables.keys() & _last_tables(walked["dev"])
    for name in sorted(on_both - held - {item.what.removeprefix("rows of ") for item in told}):
        why = f"they are refused: {refused[name].splitlines()[0]}" if name in refused else "no row came to it"
        yield Unchecked(what=f"rows of {name}", why=why)


def _last_tables(walked: Walked) -> frozenset[str]:
    last = next((step.snapshot for step in reversed(walked.steps) if step.snapshot is not None), None)
    return frozenset(last.tables) if last else frozenset()
