"""The shop's application factory."""

from flask import Flask

from . import models
from .extensions import db, migrate


def create_app():
    app = Flask(__name__, instance_relative_config=True)
    app.config.from_mapping(
        SQLALCHEMY_DATABASE_URI="postgresql://shop:s3cret@production.invalid:54329/shop",
        SQLALCHEMY_ENGINE_OPTIONS={
            "pool_size": 5,
            "pool_recycle": 280,
            "client_encoding": "utf8",
            "connect_args": {"sslmode": "require", "options": "-c timezone=utc"},
        },
    )
    db.init_app(app)
    migrate.init_app(app)
    return app
