"""The shop's application factory, from before it had migrations."""

from flask import Flask

from . import models
from .extensions import db, migrate


def create_app():
    app = Flask(__name__)
    app.config["SQLALCHEMY_DATABASE_URI"] = "sqlite:///dev.db"
    db.init_app(app)
    migrate.init_app(app)
    with app.app_context():
        db.create_all()
    return app
