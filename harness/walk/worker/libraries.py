"""The libraries of the project's interpreter that every task needs."""

from __future__ import annotations

import gc
import os
import sys

OLDEST_SQLALCHEMY = (1, 4)


def load_libraries() -> None:
    """Import what every task needs, while the parent still prepares it; nothing of the project.

    Nothing of it is garbage: looking for some takes a tenth of the time.
    """
    collecting = gc.isenabled()
    gc.disable()
    try:
        _load()
    finally:
        if collecting:
            gc.enable()


def _load() -> None:
    require_versions()
    from alembic import command  # noqa: F401 - to have it loaded

    from . import (  # noqa: F401 - the same  # noqa: F401 - the same
        baseline,
        drift,
        environment,
        guard,
        interception,
        loading,
        made,
        placeholders,
        questions,
        remembering,
        replay,
        rows,
        steering,
    )


def leave_no_bytecode() -> None:
    """Let Python write no __pycache__ into the project from here on, nor a program that the project starts."""
    sys.dont_write_bytecode = True
    os.environ["PYTHONDONTWRITEBYTECODE"] = "1"


def require_versions() -> None:
    """Raise ImportError for a SQLAlchemy that is too old; that of Alembic is asked by what it needs itself."""
    from sqlalchemy import __version__

    if tuple(int(part) for part in __version__.split(".")[:2]) < OLDEST_SQLALCHEMY:
        oldest = ".".join(str(part) for part in OLDEST_SQLALCHEMY)
        raise ImportError(f"SQLAlchemy {__version__} is installed there; a check needs {oldest} or newer")
