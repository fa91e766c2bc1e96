"""The rules: one file, one rule, found by its presence.

A rule file reads: docstring (its page), `check`, a bad and a good history, the `RULE` record. Tests run `bad` and
`good` on the real databases: the first must raise this rule, the second none at all.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from harness.extensions import load_extensions
from harness.model import Rule
from harness.rules._causes import with_cause
from harness.rules._selection import check_selection, selected

if TYPE_CHECKING:
    from harness.model import Comparison, Finding

__all__ = ["all_rules", "check_selection", "judge", "selected"]

WEIGHT = {"error": 0, "warning": 1, "note": 2}


def all_rules() -> dict[str, Rule]:
    """Give every rule by name."""
    return load_extensions(sys.modules[__name__], "RULE", Rule)


def judge(comparison: Comparison) -> tuple[Finding, ...]:
    """Give the findings of all rules: errors first, then in the order of the revisions."""
    order = {revision.id: number for number, revision in enumerate(comparison.revisions)}
    found = [with_cause(finding, comparison) for rule in all_rules().values() for finding in rule.check(comparison)]
    return tuple(
        sorted(found, key=lambda item: (WEIGHT[item.severity], order.get(item.revision or "", -1), item.line or 0))
    )
