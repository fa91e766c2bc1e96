"""The shop's application factory."""

from flask import Flask

from . import models
from .extensions import db, migrate


def create_app(configuration):
    app = Flask(__name__)
    app.config.from_mapping(configuration)
    db.init_app(app)
    migrate.init_app(app)
    return app
