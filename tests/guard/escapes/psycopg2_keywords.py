"""psycopg2 with keywords."""

from __future__ import annotations

import psycopg2


def attempt(production: dict[str, str]) -> None:
    """Connect as the manual of psycopg2 shows it."""
    psycopg2.connect(
        host=production["host"],
        port=production["port"],
        user=production["user"],
        password=production["password"],
        database=production["database"],
    ).close()
