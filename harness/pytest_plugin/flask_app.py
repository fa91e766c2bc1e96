"""The project's Flask app, led to a database of this run: its Flask-SQLAlchemy has engines on no other one."""

from __future__ import annotations

import os
import sys
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING, Any
from unittest import mock

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import create_engine, make_url, text

from harness.errors import ProjectError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from flask import Flask
    from sqlalchemy import URL, Engine

    from harness.databases import Database
    from harness.project import Project

URI = "SQLALCHEMY_DATABASE_URI"


def url_for(database: Database, wanted: str | URL | None = None) -> URL:
    """Give the address of a database with the driver that `wanted` names; else with psycopg2, which is here."""
    url = make_url(database.url)
    if database.backend != "postgresql":
        return url
    asked = make_url(wanted).drivername if wanted else ""
    return url.set(drivername=asked if asked.startswith("postgresql+") else "postgresql+psycopg2")


def factory_of(project: Project) -> Callable[[], Flask]:
    """Give what makes the project's app as `flask` would. Raises ProjectError when it is called and there is none."""

    def make() -> Flask:
        from flask.cli import ScriptInfo, load_dotenv

        tried: list[str] = []
        here = os.getcwd()  # noqa: PTH109 - to come back
        with mock.patch.dict(os.environ), mock.patch.object(sys, "path", [str(project.import_root), *sys.path]):
            load_dotenv()
            for candidate in project.apps:
                os.chdir(project.import_root)  # where Flask counts the names of modules from
                try:
                    app = ScriptInfo(app_import_path=candidate, set_debug_flag=False).load_app()
                except Exception as error:  # noqa: BLE001 - whatever the project's code raises is told
                    tried.append(f"{candidate}: {type(error).__name__}: {error}")
                    continue
                finally:
                    os.chdir(here)
                if "sqlalchemy" in app.extensions:
                    return app
                tried.append(f"{candidate}: has no Flask-SQLAlchemy")
        raise ProjectError(
            "There is no Flask app for parity_app",
            why="; ".join(tried) or f"no Flask application was found in {project.root}",
            next_step="Override the fixture parity_make_app in conftest.py: it gives a function that makes the app.",
        )

    return make


@contextmanager
def led(make: Callable[[], Flask], database: Database) -> Iterator[Flask]:
    """Give the app that `make` gives, with `database` for its default engine. Raises ProjectError where it has others.

    Flask-SQLAlchemy makes its engines in `init_app`, so the configuration is set just before. An app that was there
    already gets another engine, as long as the context is open.
    """
    with ExitStack() as stack:
        with mock.patch.object(SQLAlchemy, "init_app", _leading(database)):
            app = make()
        engines = _engines(app)
        _refuse_other_binds(engines, database)
        usual = engines[None]
        if usual.url.database != make_url(database.url).database:
            stack.callback(engines.__setitem__, None, usual)
            engines[None] = create_engine(url_for(database, usual.url), echo=usual.echo)
        stack.callback(engines[None].dispose)
        yield app


def default_engine(app: Flask) -> Engine:
    """Give the engine of `db.engine`."""
    return _engines(app)[None]


def ask_for_its_name(engine: Engine, database: Database) -> None:
    """Let the live connection prove that it reached the database. Raises ProjectError where it reached another."""
    sqlite = engine.dialect.name == "sqlite"
    with engine.connect() as connection:
        name = connection.scalar(
            text("SELECT file FROM pragma_database_list WHERE name = 'main'" if sqlite else "SELECT current_database()")
        )
    if not str(name).endswith(database.name):
        raise ProjectError(
            f"The app's engine is on {name or 'a database in memory'}, and not on the database of the test",
            why="its engine was made with a creator, a pool or connect arguments of its own, which lead elsewhere",
            next_step="Make the app without them: override the fixture parity_make_app in conftest.py.",
        )


def _leading(database: Database) -> Callable[[SQLAlchemy, Flask], None]:
    usual = SQLAlchemy.init_app

    def init_app(self: SQLAlchemy, app: Flask) -> None:
        app.config[URI] = url_for(database, app.config.get(URI)).render_as_string(hide_password=False)
        usual(self, app)

    return init_app


def _engines(app: Flask) -> dict[str | None, Engine]:
    extension: Any = app.extensions.get("sqlalchemy")
    if not isinstance(extension, SQLAlchemy):
        raise ProjectError(
            f"The app {app.name} has no Flask-SQLAlchemy",
            why="parity_app leads the database of Flask-SQLAlchemy 3",
            next_step="Use parity_session, parity_connection or parity_bind, and hand them to the app.",
        )
    with app.app_context():
        engines: Any = extension.engines
    return engines  # type: ignore[no-any-return] # the dictionary itself


def _refuse_other_binds(engines: dict[str | None, Engine], database: Database) -> None:
    for key, engine in engines.items():
        url = engine.url
        if key is not None and url.database not in {None, "", ":memory:", make_url(database.url).database}:
            raise ProjectError(
                f"The app has another database: the bind {key!r} at {url.render_as_string()}",
                why="parity_app leads the default engine only, and refuses what could be a database of yours",
                next_step="Override the fixture parity_make_app in conftest.py, so that the app is made without the "
                'bind or with SQLALCHEMY_BINDS on a database of parity_databases["sqlite"].create().',
            )
