"""The database of the check, by psycopg2."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

import psycopg2
import psycopg2.extensions
import psycopg2.extras
import sqlalchemy as sa


def attempt(production: dict[str, str]) -> str | None:
    """Connect by URL, by keywords, by the class and through a factory."""
    if production["backend"] != "postgresql":
        return None
    url = sa.make_url(production["url"])
    plain = url.set(drivername="postgresql").render_as_string(hide_password=False)
    place: dict[str, Any] = {
        "host": url.host,
        "port": url.port,
        "user": url.username,
        "password": url.password,
        "dbname": url.database,
    }
    for connection in (
        psycopg2.connect(plain),
        psycopg2.connect(**place),
        psycopg2.connect(plain, connection_factory=psycopg2.extras.LoggingConnection),
        psycopg2.extensions.connection(psycopg2.extensions.make_dsn(**place)),
    ):
        assert isinstance(connection, psycopg2.extensions.connection)
        with psycopg2.extensions.connection.cursor(connection) as cursor:
            psycopg2.extensions.cursor.execute(cursor, "SELECT current_database()")
            assert cursor.fetchone() == (urlsplit(plain).path.removeprefix("/"),)
        connection.close()
    return url.database
