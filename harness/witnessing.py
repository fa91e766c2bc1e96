"""Show differences of the schemas: try statements on the databases of the walk with rows, where one refuses them."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timezone
from typing import TYPE_CHECKING

from harness.compare import effect_divergence, witness_of
from harness.errors import WalkError
from harness.model import Witness
from harness.populate import guesses, trigger_trials
from harness.walk import SIDES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from harness.model import Comparison, Divergence
    from harness.populate import AtHead
    from harness.walk import Session

MOST_DIFFERENCES = 200


def with_witnesses(session: Session, comparison: Comparison, heads: Mapping[str, AtHead]) -> Comparison:
    """Give the comparison whose differences have their witnesses; both walks with rows came to their end."""
    now = datetime.now(timezone.utc).replace(tzinfo=None)
    standing = [item for item in comparison.divergences if item.healed_in is None][:MOST_DIFFERENCES]
    tried = [
        (item, guess) for item in standing for guess in guesses(item.difference, heads.get(item.difference.table or ""))
    ]
    try:
        dev, prod = (
            session.try_out(side, [list(guess.dev if side == "dev" else guess.prod) for _item, guess in tried])
            for side in SIDES
        )
    except WalkError:
        return comparison
    found: dict[int, Witness] = {}
    for (item, guess), one, other in zip(tried, dev, prod, strict=True):
        witness = witness_of(guess.sql, one, other, now, both=guess.both)
        if witness is not None:
            found.setdefault(id(item), witness)
    return replace(
        comparison,
        divergences=tuple(
            replace(item, witness=found[id(item)]) if id(item) in found else item for item in comparison.divergences
        ),
    )


def trigger_effects(session: Session, comparison: Comparison, heads: Mapping[str, AtHead]) -> tuple[Divergence, ...]:
    """Give how the triggers of both sides change the rows otherwise, where those were the same rows before."""
    told = {item.difference.table for item in comparison.having("differs", "missing", kind="trigger")}
    dev, prod = comparison.dev, comparison.prod
    trials = [
        (effect, guess)
        for effect, guess in trigger_trials(heads, dev.steps[-1].snapshot, prod.steps[-1].snapshot)
        if effect.table not in told
    ]
    try:
        answers = [
            session.try_out(side, [list(guess.dev if side == "dev" else guess.prod) for _effect, guess in trials])
            for side in SIDES
        ]
    except WalkError:
        return ()
    now = datetime.now(timezone.utc).replace(tzinfo=None)
    revisions = {revision.id: revision for revision in comparison.revisions}
    found: dict[tuple[str, str], Divergence] = {}
    for (effect, guess), one, other in zip(trials, *answers, strict=True):
        divergence = effect_divergence(effect, (one, other), (dev, prod), revisions, now)
        if divergence is not None:
            witness = Witness(sql=guess.sql, dev=str(divergence.difference.dev), prod=str(divergence.difference.prod))
            found.setdefault((effect.table, effect.event), replace(divergence, witness=witness))
    return tuple(found.values())
