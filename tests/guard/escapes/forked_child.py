"""A driver in a child of multiprocessing."""

from __future__ import annotations

import multiprocessing

import psycopg2


def connect(dsn: str) -> None:
    """Connect in the child."""
    psycopg2.connect(dsn).close()


def attempt(production: dict[str, str]) -> None:
    """Do slow work in another process."""
    dsn = "host={host} port={port} user={user} password={password} dbname={database}".format(**production)
    child = multiprocessing.get_context("fork").Process(target=connect, args=(dsn,))
    child.start()
    child.join()
