"""Questions to the databases of a check, and to what its workers have loaded."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from harness.errors import WalkError
from harness.model import Drift, Made, Models, Side, Trial
from harness.walk.assemble_postgresql import assemble_postgresql
from harness.walk.models import drift_from, models_from
from harness.walk.row_steps import trial

if TYPE_CHECKING:
    from harness.walk.lane import Lane


class Questions:
    """What is asked of the lanes after a walk."""

    def __init__(self) -> None:
        self._lanes: dict[Side, Lane] = {}

    def spell(self, questions: list[dict[str, Any]], *, part: int = 0) -> list[dict[str, Any]]:
        """Let the production database print expressions (see worker/answers.py)."""
        return list(self._lanes["prod"].ask("spell", part=part, questions=questions)) if questions else []

    def evaluate(self, side: Side, questions: list[dict[str, Any]], *, part: int = 0) -> list[dict[str, Any]]:
        """Let a database evaluate defaults (see worker/answers.py)."""
        return list(self._lanes[side].ask("evaluate", part=part, questions=questions)) if questions else []

    def try_out(self, side: Side, scripts: list[list[dict[str, Any]]]) -> tuple[Trial, ...]:
        """Do each script on the database of the last walk, and undo it (see worker/trials.py)."""
        answers = self._lanes[side].ask("try", scripts=scripts) if scripts else []
        return tuple(trial({"statement": "", **answer}) for answer in answers)

    def models(self, *, part: int = 0) -> Models:
        """Give the naming convention and the tables of the models that env.py handed to Alembic."""
        return models_from(self._lanes["dev"].ask("models", part=part))

    def drift(self, side: Side, models: Models, *, part: int = 0) -> tuple[Drift, ...] | str:
        """Give how a database differs from the models, () when there are none; a text says why it is not known."""
        if not models.columns:
            return ()
        try:
            items = self._lanes[side].ask("drift", part=part)
        except WalkError as error:
            return error.why
        return drift_from(items)

    def made_by_models(self, models: Models, *, part: int = 0) -> Made:
        """Give the tables that the models make on production (see worker/made.py)."""
        if not models.columns:
            return Made()
        try:
            found = self._lanes["prod"].ask("made", part=part)
        except WalkError as error:
            return Made(trouble=error.why)
        tables = {name: assemble_postgresql(name, facts)[0] for name, facts in found["tables"].items()}
        return Made(tables=tables, elsewhere=tuple(found["elsewhere"]))

    def names(self, wanted: list[dict[str, Any]]) -> list[dict[str, str | None]]:
        """Let SQLAlchemy render the convention's names for constraints that no model has."""
        return list(self._lanes["dev"].ask("names", wanted=wanted)) if wanted else []
