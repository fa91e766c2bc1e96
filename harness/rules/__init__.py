"""The rules: one file, one rule, found by its presence.

A rule file reads: docstring (its page), `check`, a bad and a good history, the `RULE` record. Tests run `bad` and
`good` on the real databases: the first must raise this rule, the second none at all.
"""

from __future__ import annotations

import sys
from dataclasses import replace
from typing import TYPE_CHECKING

from harness.extensions import load_extensions
from harness.model import Rule
from harness.rules._accepting import settled, stale
from harness.rules._causes import with_cause
from harness.rules._selection import check_selection, selected

if TYPE_CHECKING:
    from collections.abc import Iterable

    from harness.model import Comparison, Finding, Judged, Judging

__all__ = [
    "ABOUT_ACCEPTANCES",
    "acceptable",
    "all_rules",
    "check_selection",
    "in_order",
    "judge",
    "selected",
    "settle",
    "stale",
]

ABOUT_ACCEPTANCES = "acceptance-not-valid"

WEIGHT = {"error": 0, "warning": 1, "note": 2}


def all_rules() -> dict[str, Rule]:
    """Give every rule by name."""
    return load_extensions(sys.modules[__name__], "RULE", Rule)


def judge(comparison: Comparison, *names: str) -> tuple[Finding, ...]:
    """Give the findings of some rules, or of all: errors first, then in the order of the revisions."""
    rules = [rule for name, rule in all_rules().items() if not names or name in names]
    found = [with_cause(finding, comparison) for rule in rules for finding in rule.check(comparison)]
    return in_order(found, comparison)


def settle(comparison: Comparison, judging: Judging) -> Judged:
    """Give the findings of all rules without what is accepted, or older than is judged."""
    judged = settled(comparison, judge(comparison), judging, all_rules(), judge)
    return replace(judged, findings=in_order(judged.findings, comparison))


def acceptable(finding: Finding) -> bool:
    """Tell whether a project may live with a finding: not where a revision did not run as it should."""
    return finding.rule != ABOUT_ACCEPTANCES and not all_rules()[finding.rule].always


def in_order(findings: Iterable[Finding], comparison: Comparison) -> tuple[Finding, ...]:
    """Put errors first, then the revisions in their order."""
    order = {revision.id: number for number, revision in enumerate(comparison.revisions)}
    return tuple(
        sorted(findings, key=lambda item: (WEIGHT[item.severity], order.get(item.revision or "", -1), item.line or 0))
    )
