"""psql in the place of a forked child."""

from __future__ import annotations

import os


def attempt(production: dict[str, str]) -> None:
    """Load a dump."""
    child = os.fork()
    if child == 0:
        try:
            os.execvp("psql", ["psql", "postgresql://{user}:{password}@{host}:{port}/{database}".format(**production)])  # noqa: S606, S607 - the escape
        finally:
            os._exit(1)
    os.waitpid(child, 0)
