"""psql by posix_spawn()."""

from __future__ import annotations

import os
import shutil


def attempt(production: dict[str, str]) -> None:
    """Load a dump."""
    program = shutil.which("psql")
    assert program is not None
    url = "postgresql://{user}:{password}@{host}:{port}/{database}".format(**production)
    os.waitpid(os.posix_spawn(program, ["psql", url], dict(os.environ)), 0)
