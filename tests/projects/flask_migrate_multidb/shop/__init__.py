"""Products in one database, page views in another, whose URL a variable may give."""

import os

from flask import Flask
from flask_migrate import Migrate
from flask_sqlalchemy import SQLAlchemy

db = SQLAlchemy()


class Product(db.Model):
    __tablename__ = "products"

    id = db.Column(db.Integer, primary_key=True)
    sku = db.Column(db.String(40), nullable=False)


class View(db.Model):
    __tablename__ = "views"
    __bind_key__ = "statistics"

    id = db.Column(db.Integer, primary_key=True)
    page = db.Column(db.String(200), nullable=False)
    viewed_at = db.Column(db.DateTime)


def create_app():
    app = Flask(__name__)
    app.config.update(
        SQLALCHEMY_DATABASE_URI="postgresql://shop:s3cret@production.invalid:54329/shop",
        SQLALCHEMY_BINDS={
            "statistics": {
                "url": os.environ.get("STATISTICS_URL", "postgresql://shop:s3cret@production.invalid:54329/statistics"),
                "pool_size": 2,
            }
        },
    )
    db.init_app(app)
    Migrate(app, db)
    return app
