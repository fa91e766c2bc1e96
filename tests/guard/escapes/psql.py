"""psql."""

from __future__ import annotations

import subprocess


def attempt(production: dict[str, str]) -> None:
    """Load a dump."""
    subprocess.run(
        ["psql", "postgresql://{user}:{password}@{host}:{port}/{database}".format(**production)],  # noqa: S607 - by PATH, as people do
        check=True,
    )
