"""psql under env."""

from __future__ import annotations

import subprocess


def attempt(production: dict[str, str]) -> None:
    """Load a dump."""
    url = "postgresql://{user}:{password}@{host}:{port}/{database}".format(**production)
    subprocess.run(["env", "PGCONNECT_TIMEOUT=5", "psql", url], check=True)  # noqa: S607 - by PATH
