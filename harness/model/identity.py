"""What a finding is, whatever line it stands in and however its texts are worded."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from harness.model.report import Finding, FindingObject


def fingerprint(finding: Finding) -> str:
    """Give 16 hexadecimal digits that stay while the finding stays: of its rule, its objects and their revision.

    Lines, messages and fixes do not count, nor how a database spells what it has.
    """
    parts = [finding.rule, finding.revision or "", *sorted(_place(item) for item in finding.objects or (finding,))]
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:16]


def _place(item: Finding | FindingObject) -> str:
    return "\x1e".join([item.kind, item.table or "", item.name or "", item.column or "", *item.columns])
