"""A connection factory of psycopg2."""

from __future__ import annotations

import psycopg2
from psycopg2.extras import DictConnection


def attempt(production: dict[str, str]) -> None:
    """Have rows that are dictionaries."""
    dsn = "host={host} port={port} user={user} password={password} dbname={database}".format(**production)
    psycopg2.connect(dsn, connection_factory=DictConnection).close()
