"""psycopg2 with a URL."""

from __future__ import annotations

import psycopg2


def attempt(production: dict[str, str]) -> None:
    """Read the newest orders of production."""
    psycopg2.connect("postgresql://{user}:{password}@{host}:{port}/{database}".format(**production)).close()
