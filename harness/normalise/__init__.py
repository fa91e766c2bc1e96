"""Two snapshots in comparable form: types by family, defaults by value, expressions as one database spells them.

A name is never touched: names are what the tool exists to compare.
"""

from __future__ import annotations

from harness.normalise.answers import Answers, collect
from harness.normalise.defaults import CLOCK_VALUE, FAILS, UNFIT, UNKNOWN, VALUE, same_default
from harness.normalise.expressions import columns_of
from harness.normalise.indexes import keys_of
from harness.normalise.tables import bare_type, key_of, meant_on_dev, meant_on_prod, normalise
from harness.normalise.types import same_type, type_of
from harness.normalise.views import paired_views, query_of, view_meaning

__all__ = [
    "CLOCK_VALUE",
    "FAILS",
    "UNFIT",
    "UNKNOWN",
    "VALUE",
    "Answers",
    "bare_type",
    "collect",
    "columns_of",
    "key_of",
    "keys_of",
    "meant_on_dev",
    "meant_on_prod",
    "normalise",
    "paired_views",
    "query_of",
    "same_default",
    "same_type",
    "type_of",
    "view_meaning",
]
