"""A driver in a thread."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import psycopg2


def attempt(production: dict[str, str]) -> None:
    """Do slow work beside."""
    dsn = "host={host} port={port} user={user} password={password} dbname={database}".format(**production)
    with ThreadPoolExecutor() as threads:
        threads.submit(psycopg2.connect, dsn).result().close()
