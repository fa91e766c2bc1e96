"""An engine with a whole connection string in connect_args."""

from __future__ import annotations

import sqlalchemy as sa


def attempt(production: dict[str, str]) -> None:
    """Leave the address out of the URL."""
    dsn = "host={host} port={port} user={user} password={password} dbname={database}".format(**production)
    sa.create_engine("postgresql+psycopg2://nobody@", connect_args={"dsn": dsn}).connect().close()
