"""What a finding is, whatever line it stands in and however its texts are worded."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from harness.model.report import Accepted, Finding, FindingObject


def fingerprint(finding: Finding) -> str:
    """Give 16 hexadecimal digits that stay while the finding stays: of its rule, its objects and their revision.

    Lines, messages and fixes do not count, nor how a database spells what it has.
    """
    return _digest(finding.rule, finding.revision, finding.objects or (finding,))


def fingerprint_of_accepted(accepted: Accepted) -> str:
    """Give the fingerprint of what was accepted: that of the finding, where this was about one object."""
    return _digest(accepted.rule, accepted.item.revision, (accepted.item,))


def _digest(rule: str, revision: str | None, items: Iterable[Finding | FindingObject]) -> str:
    parts = [rule, revision or "", *sorted(_place(item) for item in items)]
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:16]


def _place(item: Finding | FindingObject) -> str:
    return "\x1e".join([item.kind, item.table or "", item.name or "", item.column or "", *item.columns])
