"""The variables of libpq."""

from __future__ import annotations

import os
from unittest import mock

import psycopg2


def attempt(production: dict[str, str]) -> None:
    """Connect with an empty connection string."""
    names = {"PGHOST": "host", "PGPORT": "port", "PGUSER": "user", "PGPASSWORD": "password", "PGDATABASE": "database"}
    with mock.patch.dict(os.environ, {name: production[key] for name, key in names.items()}):
        psycopg2.connect("").close()
