"""The shop's application factory."""

from flask import Flask

from . import models
from .extensions import db, migrate

URLS = {"dev": "sqlite:///dev.db", "prod": "postgresql://shop:s3cret@production.invalid:54329/shop"}


def create_app(environment):
    app = Flask(__name__)
    app.config["SQLALCHEMY_DATABASE_URI"] = URLS[environment]
    db.init_app(app)
    migrate.init_app(app)
    return app
