"""A small shop: users keep stores, visitors fill a cart and order it."""

from __future__ import annotations

from flask import Flask

from sample_app import models
from sample_app.config import DEFAULT_ENVIRONMENT, configuration
from sample_app.extensions import db, migrate
from sample_app.seed import seed
from sample_app.shop import shop

__all__ = ["create_app", "models"]


def create_app(environment_name: str = DEFAULT_ENVIRONMENT) -> Flask:
    """Make the app for "dev" (the default), "test" or "prod".

    The variable `SAMPLE_APP_ENV` gives another default, for the flask command.
    Raises `ConfigurationError` for an unknown name, and for "prod" without a database.
    """
    app = Flask(__name__)
    app.config.from_object(configuration(environment_name))
    db.init_app(app)
    migrate.init_app(app, db, render_as_batch=True)
    app.register_blueprint(shop)
    app.cli.add_command(seed)
    return app
