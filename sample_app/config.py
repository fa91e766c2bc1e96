"""The three environments that the app runs in, by the names the factory takes."""

from __future__ import annotations

import os
from typing import Final

from sqlalchemy.engine import URL, make_url

ENVIRONMENT_VARIABLE: Final = "SAMPLE_APP_ENV"
DEFAULT_ENVIRONMENT: Final = os.environ.get(ENVIRONMENT_VARIABLE, "dev")
"""What `create_app()` takes without an argument, as the flask command calls it."""


class ConfigurationError(RuntimeError):
    """The environment cannot be configured; the message says what to set."""


class Config:
    """What all environments share."""

    SESSION_COOKIE_SAMESITE = "Lax"


class DevConfig(Config):
    """SQLite, in a file of the instance folder."""

    SECRET_KEY = "not a secret: development only"  # noqa: S105 - the text says so
    SQLALCHEMY_DATABASE_URI = "sqlite:///dev.db"


class TestConfig(Config):
    """The database that `TEST_DATABASE_URL` names, else SQLite in memory."""

    TESTING = True
    SECRET_KEY = "not a secret: tests only"  # noqa: S105 - the text says so

    @property
    def SQLALCHEMY_DATABASE_URI(self) -> URL:  # noqa: N802 - the name that Flask reads
        """The database's address, read when an app is made."""
        return driver_url(os.environ.get("TEST_DATABASE_URL", "sqlite://"))


class ProdConfig(Config):
    """PostgreSQL, at the address in `DATABASE_URL`."""

    @property
    def SECRET_KEY(self) -> str | None:  # noqa: N802 - the name that Flask reads
        """The key that signs sessions; the flask command does without."""
        return os.environ.get("SECRET_KEY")

    @property
    def SQLALCHEMY_DATABASE_URI(self) -> URL:  # noqa: N802 - the name that Flask reads
        """The database's address.

        Raises `ConfigurationError` when the variable is not set.
        """
        url = os.environ.get("DATABASE_URL")
        if not url:
            message = (
                "The environment 'prod' has no database: DATABASE_URL is not set. "
                "Set it to postgresql://user:password@host/name, "
                f"or choose another environment with {ENVIRONMENT_VARIABLE}."
            )
            raise ConfigurationError(message)
        return driver_url(url)


CONFIGURATIONS: Final[dict[str, type[Config]]] = {
    "dev": DevConfig,
    "test": TestConfig,
    "prod": ProdConfig,
}


def configuration(environment_name: str) -> Config:
    """Return the configuration of an environment.

    Raises `ConfigurationError` for a name that is not one of the three.
    """
    try:
        return CONFIGURATIONS[environment_name]()
    except KeyError:
        known = ", ".join(CONFIGURATIONS)
        message = f"No environment is named {environment_name!r}. Take one of: {known}."
        raise ConfigurationError(message) from None


def driver_url(url: str) -> URL:
    """Return the address with psycopg2 as driver, when it is PostgreSQL's without one.

    Hosting platforms write `postgres://`, which SQLAlchemy refuses, and what
    `postgresql://` means depends on SQLAlchemy's release.
    """
    parsed = make_url(url)
    if parsed.drivername in {"postgres", "postgresql"}:
        return parsed.set(drivername="postgresql+psycopg2")
    return parsed
