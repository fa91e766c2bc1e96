"""What a statement can do to rows, as its text says."""

from __future__ import annotations

import re

CHANGES_ROWS = re.compile(r"\b(INSERT|UPDATE|DELETE|TRUNCATE|MERGE|COPY|SETVAL|RESTART)\b", re.IGNORECASE)
KEEPS_ROWS = re.compile(
    r"\s*(CREATE\s+TABLE\b(?!.*\bAS\b)|CREATE\s+(UNIQUE\s+)?INDEX\b|DROP\s+INDEX\b|COMMENT\s+ON\b"
    r"|ALTER\s+TABLE\s+\S+\s+(ADD|DROP)\s+CONSTRAINT\b"
    r"|ALTER\s+TABLE\s+\S+\s+ALTER\s+COLUMN\s+\S+\s+(SET|DROP)\s+(NOT\s+NULL|DEFAULT)\b)",
    re.IGNORECASE | re.DOTALL,
)
FURTHER = re.compile(r";\s*\S|,\s*(ADD|ALTER|DROP)\b", re.IGNORECASE)
"""Another statement or action behind the first."""


def changes_rows(statement: str) -> bool:
    """Tell whether a statement may write rows, or number them anew."""
    return CHANGES_ROWS.search(statement) is not None


def keeps_rows(statement: str) -> bool:
    """Tell whether a statement leaves every row as it was, so that nothing need be read again."""
    return KEEPS_ROWS.match(statement) is not None and FURTHER.search(statement) is None
