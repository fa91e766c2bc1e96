"""A service file of libpq."""

from __future__ import annotations

import os
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest import mock

import psycopg2


def attempt(production: dict[str, str]) -> None:
    """Connect by the name of a service."""
    text = "[shop]\nhost={host}\nport={port}\nuser={user}\npassword={password}\ndbname={database}\n".format(
        **production
    )
    with TemporaryDirectory() as directory:
        file = Path(directory) / "services"
        file.write_text(text, encoding="utf-8")
        with mock.patch.dict(os.environ, {"PGSERVICEFILE": str(file)}):
            psycopg2.connect("service=shop").close()
