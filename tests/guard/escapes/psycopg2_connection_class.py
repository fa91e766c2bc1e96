"""The connection class of psycopg2, which connects when it is called."""

from __future__ import annotations

from psycopg2.extensions import connection


def attempt(production: dict[str, str]) -> None:
    """Connect without psycopg2.connect()."""
    connection("host={host} port={port} user={user} password={password} dbname={database}".format(**production)).close()
