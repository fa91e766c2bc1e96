"""psql by os.system()."""

from __future__ import annotations

import os


def attempt(production: dict[str, str]) -> None:
    """Load a dump."""
    os.system("psql 'postgresql://{user}:{password}@{host}:{port}/{database}'".format(**production))  # noqa: S605 - the escape
