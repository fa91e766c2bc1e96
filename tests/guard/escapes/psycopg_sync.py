"""psycopg 3."""

from __future__ import annotations

import psycopg


def attempt(production: dict[str, str]) -> None:
    """Connect with a URL."""
    psycopg.connect("postgresql://{user}:{password}@{host}:{port}/{database}".format(**production)).close()
