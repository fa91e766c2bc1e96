"""How the sample app chooses its database."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy.engine import URL, make_url

from sample_app import create_app
from sample_app.config import ConfigurationError
from sample_app.extensions import db

ROOT = Path(__file__).parents[2]


def database_of(environment_name: str) -> URL:
    """Return the address of an environment's database; nothing is connected."""
    with create_app(environment_name).app_context():
        return db.engine.url


def test_dev_is_a_file_in_the_instance_folder() -> None:
    """Development needs no setting."""
    assert database_of("dev").render_as_string() == f"sqlite:///{ROOT / 'instance' / 'dev.db'}"


def test_test_is_sqlite_in_memory_unless_told_otherwise(monkeypatch: pytest.MonkeyPatch) -> None:
    """A test that forgets its database does not find that of development."""
    monkeypatch.delenv("TEST_DATABASE_URL", raising=False)

    assert database_of("test").render_as_string() == "sqlite://"


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg2"])
def test_prod_takes_its_database_from_the_environment(monkeypatch: pytest.MonkeyPatch, scheme: str) -> None:
    """Every common spelling of a PostgreSQL address means psycopg2."""
    monkeypatch.setenv("DATABASE_URL", f"{scheme}://ann:p%40ss@db.invalid/shop")

    assert database_of("prod") == make_url("postgresql+psycopg2://ann:p%40ss@db.invalid/shop")


def test_prod_without_a_database_says_what_to_set(monkeypatch: pytest.MonkeyPatch) -> None:
    """The missing variable is named when production is chosen, and not before."""
    monkeypatch.delenv("DATABASE_URL", raising=False)
    create_app("dev")

    with pytest.raises(ConfigurationError) as raised:
        create_app("prod")

    assert str(raised.value) == (
        "The environment 'prod' has no database: DATABASE_URL is not set. Set it to "
        "postgresql://user:password@host/name, or choose another environment with SAMPLE_APP_ENV."
    )


def test_an_unknown_environment_is_refused() -> None:
    """The message lists the environments there are."""
    with pytest.raises(ConfigurationError) as raised:
        create_app("staging")

    assert str(raised.value) == "No environment is named 'staging'. Take one of: dev, test, prod."


@pytest.mark.parametrize(("variable", "scheme"), [(None, "sqlite"), ("prod", "postgresql")])
def test_the_flask_command_is_told_the_environment_by_a_variable(variable: str | None, scheme: str) -> None:
    """`create_app()` without an argument follows SAMPLE_APP_ENV, else it is "dev"."""
    environment = {name: value for name, value in os.environ.items() if name != "SAMPLE_APP_ENV"}
    environment["DATABASE_URL"] = "postgresql://db.invalid/shop"
    if variable:
        environment["SAMPLE_APP_ENV"] = variable
    program = (
        "from sample_app import create_app, extensions\n"
        "with create_app().app_context(): print(extensions.db.engine.dialect.name)"
    )

    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, env=environment, capture_output=True, text=True, check=True
    )

    assert done.stdout.strip() == scheme
