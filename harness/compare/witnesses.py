"""Which of the statements that were tried shows a difference."""

from __future__ import annotations

from typing import TYPE_CHECKING

from harness.compare.probes import statement_outcomes
from harness.model import Trial, Witness

if TYPE_CHECKING:
    from datetime import datetime


def witness_of(sql: str, dev: Trial, prod: Trial, now: datetime, *, both: bool = False) -> Witness | None:
    """Give the witness when one database takes what the other refuses, or gives other rows; else None.

    With `both`, a statement that neither takes is one as well.
    """
    texts = statement_outcomes(dev, prod, now)
    if texts is None and both and dev.error is not None:
        texts = dev.outcome, prod.outcome
    return None if texts is None else Witness(sql=sql, dev=texts[0], prod=texts[1])
