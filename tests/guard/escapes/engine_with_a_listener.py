"""An engine whose listener changes the address at the last moment."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa


def attempt(production: dict[str, str]) -> None:
    """Connect as with tokens that are fetched for each connection."""
    engine = sa.create_engine("postgresql+psycopg2://nobody@localhost/nothing")

    @sa.event.listens_for(engine, "do_connect")
    def replace(_dialect: object, _record: object, _arguments: object, options: dict[str, Any]) -> None:
        options.update({name: production[name] for name in ("host", "port", "user", "password")})
        options["dbname"] = production["database"]

    engine.connect().close()
