"""What the shop keeps."""

from .extensions import db


class Product(db.Model):
    __tablename__ = "products"

    id = db.Column(db.Integer, primary_key=True)
    sku = db.Column(db.String(40), nullable=False, unique=True)
    stock = db.Column(db.Integer, nullable=False, default=0, server_default="0")


class Price(db.Model):
    __tablename__ = "prices"

    id = db.Column(db.Integer, primary_key=True)
    product_id = db.Column(db.ForeignKey("products.id"), nullable=False)
    cents = db.Column(db.Integer, nullable=False, server_default="0")
