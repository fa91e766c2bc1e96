"""PGHOSTADDR, which overrides the host of every connection string."""

from __future__ import annotations

import os
from unittest import mock

import psycopg
import psycopg2
import sqlalchemy as sa


def attempt(production: dict[str, str]) -> list[str]:
    """Connect with the URL of the config while the variable names another machine."""
    if production["backend"] != "postgresql":
        return []
    url = sa.make_url(production["url"]).set(drivername="postgresql").render_as_string(hide_password=False)
    with (
        mock.patch.dict(os.environ, {"PGHOSTADDR": production["host"]}),
        psycopg.connect(url) as one,
    ):
        other = psycopg2.connect(url)
        names = [one.info.dbname, other.info.dbname]
        other.close()
    return names
