"""Let the databases answer what the snapshots leave open."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from harness.compare import paired_steps
from harness.normalise import Answers, collect
from harness.walk import SIDES

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from harness.model import Facts, SchemaProgress, Side, Snapshot, Walked
    from harness.walk import Session


def answers_for(
    session: Session,
    walked: Mapping[Side, Walked],
    facts: tuple[Facts, Facts],
    part: int = 0,
    *,
    begun: SchemaProgress | None = None,
) -> Answers:
    """Give the answers for one part of the walks, as far as it is to be compared; each question is asked once."""
    snapshots = [(one.snapshot, other.snapshot) for one, other in paired_steps(walked["dev"], walked["prod"])]
    pairs = [(dev, prod) for dev, prod in snapshots[begun.steps if begun is not None else 0 :] if dev and prod]
    if begun is not None and begun.steps:
        pairs[:1] = [(_whole(dev), _whole(prod)) for dev, prod in pairs[:1]]
    return answers_about(session, pairs, facts, part)


def answers_about(
    session: Session, pairs: Iterable[tuple[Snapshot, Snapshot]], facts: tuple[Facts, Facts], part: int = 0
) -> Answers:
    """Give the answers for pairs of snapshots; each question is asked once."""
    answers = collect(pairs, facts[1])
    spelled = session.spell(list(answers.spell.values()), part=part)
    answers.spelled = dict(zip(answers.spell, spelled, strict=True))
    for questions, values, side in (
        (answers.dev_defaults, answers.dev_values, SIDES[0]),
        (answers.prod_defaults, answers.prod_values, SIDES[1]),
    ):
        values.update(zip(questions, session.evaluate(side, list(questions.values()), part=part), strict=True))
    return answers


def _whole(snapshot: Snapshot) -> Snapshot:
    """Let every table be asked about: what becomes of one may concern another that no revision touches."""
    return replace(snapshot, changed=frozenset(snapshot.tables))
