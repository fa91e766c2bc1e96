"""psycopg2 with a connection string, quoted."""

from __future__ import annotations

import psycopg2


def attempt(production: dict[str, str]) -> None:
    """Connect as the manual of libpq shows it."""
    psycopg2.connect(
        "host = '{host}' port='{port}' user={user} password={password} dbname='{database}'".format(**production)
    ).close()
