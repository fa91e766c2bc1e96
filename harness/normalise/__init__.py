"""Two snapshots in comparable form: types by family, defaults by value, expressions as one database spells them.

A name is never touched: names are what the tool exists to compare.
"""

from __future__ import annotations

from harness.normalise.answers import Answers, collect
from harness.normalise.tables import UNKNOWN, normalise
from harness.normalise.types import same_type, type_of

__all__ = ["UNKNOWN", "Answers", "collect", "normalise", "same_type", "type_of"]
