"""An engine on a pool that was made before."""

from __future__ import annotations

from typing import Any, cast

import psycopg2
import sqlalchemy as sa


def attempt(production: dict[str, str]) -> None:
    """Share the pool of another part of the application."""
    dsn = "host={host} port={port} user={user} password={password} dbname={database}".format(**production)
    pool: Any = sa.pool.QueuePool(lambda: cast("Any", psycopg2.connect(dsn)))
    sa.create_engine("postgresql+psycopg2://", pool=pool).connect().close()
