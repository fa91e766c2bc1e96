"""An engine whose URL has the host in its query."""

from __future__ import annotations

import sqlalchemy as sa


def attempt(production: dict[str, str]) -> None:
    """Connect as with a Unix socket or several hosts."""
    url = "postgresql+psycopg2://{user}:{password}@/{database}?host={host}&port={port}".format(**production)
    sa.create_engine(url).connect().close()
