"""An engine for the URL of production."""

from __future__ import annotations

import sqlalchemy as sa


def attempt(production: dict[str, str]) -> None:
    """Connect as the quick start of SQLAlchemy shows it."""
    url = "postgresql+psycopg2://{user}:{password}@{host}:{port}/{database}".format(**production)
    sa.create_engine(url).connect().close()
