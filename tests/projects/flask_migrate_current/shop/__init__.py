"""The shop's application factory."""

import os

from flask import Flask

from . import models
from .extensions import db, migrate


def create_app():
    app = Flask(__name__)
    app.config["SQLALCHEMY_DATABASE_URI"] = os.environ.get("DATABASE_URL") or "sqlite:///dev.db"
    db.init_app(app)
    migrate.init_app(app)
    return app
