"""The shop's application factory."""

from flask import Flask

from . import models
from .config import CLASSES
from .extensions import db, migrate


def create_app(environment):
    app = Flask(__name__)
    app.config.from_object(CLASSES[environment])
    db.init_app(app)
    migrate.init_app(app)
    return app
