"""The shop's application factory: whoever starts the shop migrates its database."""

from flask import Flask
from flask_migrate import upgrade

from . import models
from .extensions import db, migrate


def create_app():
    app = Flask(__name__)
    app.config["SQLALCHEMY_DATABASE_URI"] = "postgresql://shop:s3cret@production.invalid:54329/shop"
    db.init_app(app)
    migrate.init_app(app)
    with app.app_context():
        upgrade()
    return app
