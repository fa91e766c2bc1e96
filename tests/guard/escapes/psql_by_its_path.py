"""psql, by its whole path."""

from __future__ import annotations

import shutil
import subprocess


def attempt(production: dict[str, str]) -> None:
    """Load a dump."""
    program = shutil.which("psql")
    assert program is not None
    subprocess.run(
        [program, "postgresql://{user}:{password}@{host}:{port}/{database}".format(**production)], check=True
    )
