"""An engine with the host in connect_args."""

from __future__ import annotations

import sqlalchemy as sa


def attempt(production: dict[str, str]) -> None:
    """Have the URL name another host than the driver gets."""
    url = "postgresql+psycopg2://{user}:{password}@localhost/{database}".format(**production)
    arguments = {"host": production["host"], "port": production["port"]}
    sa.create_engine(url, connect_args=arguments).connect().close()
