"""psql in a shell."""

from __future__ import annotations

import subprocess


def attempt(production: dict[str, str]) -> None:
    """Load a dump through a pipe."""
    url = "postgresql://{user}:{password}@{host}:{port}/{database}".format(**production)
    subprocess.run(f"echo 'SELECT 1' | PGCONNECT_TIMEOUT=5 psql '{url}'", shell=True, check=True)  # noqa: S602 - the escape
