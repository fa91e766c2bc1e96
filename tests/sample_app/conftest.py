"""The sample app on databases that its migrations made."""

from __future__ import annotations

import logging.config
import os
import uuid
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING

import psycopg2
import pytest
from docker import DockerClient
from docker.errors import DockerException
from sqlalchemy.engine import make_url
from testcontainers.community.postgres import PostgresContainer

from sample_app import create_app
from sample_app.extensions import db
from sample_app.seed import add_stores

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from flask import Flask
    from flask.testing import FlaskClient


@pytest.fixture(scope="session", autouse=True)
def _loggers_left_alone() -> Iterator[None]:
    # env.py configures logging for the process, which would silence the loggers of other tests.
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(logging.config, "fileConfig", lambda _file_name: None)
        yield


@contextmanager
def app_on(url: str) -> Iterator[Flask]:
    """Give the app on the database at a URL, in its context; close its connections afterwards."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TEST_DATABASE_URL", url)
        app = create_app("test")
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()


@pytest.fixture(scope="session")
def parity_make_app() -> Callable[[], Flask]:
    """Let the plugin make the app as tests want it."""
    return lambda: create_app("test")


@pytest.fixture
def app(parity_app: Flask) -> Iterator[Flask]:
    """Give the app on a migrated database without rows, once on SQLite and once on PostgreSQL, in its context."""
    with parity_app.app_context():
        yield parity_app
        db.session.remove()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """Give a visitor of a shop with two stores."""
    add_stores()
    return app.test_client()


@pytest.fixture(scope="session")
def docker() -> None:
    """Skip without a Docker engine, or fail where CI is set."""
    try:
        with closing(DockerClient.from_env()) as engine:
            engine.ping()
    except DockerException as error:
        reason = f"No Docker engine answers, and this test needs a container: {error}"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)


@pytest.fixture(scope="session")
def postgres_server(docker: None) -> Iterator[str]:  # noqa: ARG001 - no container without an engine
    """Give the URL of a PostgreSQL server in a container."""
    with PostgresContainer("postgres:17", driver=None) as container:
        yield container.get_connection_url()


@pytest.fixture
def postgres_url(postgres_server: str) -> str:
    """Give the URL of an empty PostgreSQL database."""
    name = f"shop_{uuid.uuid4().hex}"
    with closing(psycopg2.connect(postgres_server)) as connection:
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute(f"CREATE DATABASE {name}")
    return make_url(postgres_server).set(database=name).render_as_string(hide_password=False)


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    """Give the URL of an SQLite file that does not exist yet."""
    return f"sqlite:///{tmp_path / 'empty.db'}"


@pytest.fixture(params=["sqlite_url", pytest.param("postgres_url", marks=pytest.mark.container)])
def empty_app(request: pytest.FixtureRequest) -> Iterator[Flask]:
    """Give the app on an empty database, once on SQLite and once on PostgreSQL."""
    with app_on(request.getfixturevalue(request.param)) as app:
        yield app
