"""The libraries of the project's interpreter that every task needs."""

from __future__ import annotations

OLDEST_SQLALCHEMY = (1, 4)


def load_libraries() -> None:
    """Import what every task needs, while the parent still prepares it; nothing of the project."""
    require_versions()
    from alembic import command  # noqa: F401 - to have it loaded

    from . import baseline, environment, guard, interception, loading, placeholders, replay, steering  # noqa: F401 - the same


def require_versions() -> None:
    """Raise ImportError for a SQLAlchemy that is too old; that of Alembic is asked by what it needs itself."""
    from sqlalchemy import __version__

    if tuple(int(part) for part in __version__.split(".")[:2]) < OLDEST_SQLALCHEMY:
        oldest = ".".join(str(part) for part in OLDEST_SQLALCHEMY)
        raise ImportError(f"SQLAlchemy {__version__} is installed there; a check needs {oldest} or newer")
