"""The shop's application factory: whoever starts the shop has its tables, and something to sell."""

from flask import Flask

from .extensions import db, migrate
from .models import Product


def create_app():
    app = Flask(__name__)
    app.config["SQLALCHEMY_DATABASE_URI"] = "postgresql://shop:s3cret@production.invalid:54329/shop"
    db.init_app(app)
    migrate.init_app(app)
    with app.app_context():
        db.create_all()
        if not db.session.query(Product).first():
            db.session.add(Product(sku="first"))
            db.session.commit()
    return app
