"""An engine with a function that connects."""

from __future__ import annotations

import psycopg2
import sqlalchemy as sa


def attempt(production: dict[str, str]) -> None:
    """Connect as the connectors of cloud databases want it."""
    dsn = "host={host} port={port} user={user} password={password} dbname={database}".format(**production)
    sa.create_engine("postgresql+psycopg2://", creator=lambda: psycopg2.connect(dsn)).connect().close()
