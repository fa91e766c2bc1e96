"""The pages of the shop."""

from __future__ import annotations

import re
import secrets
from http import HTTPStatus
from typing import TYPE_CHECKING, Final

from flask import Blueprint, abort, redirect, render_template, request, session, url_for
from sqlalchemy import select

from sample_app import carts
from sample_app.extensions import db
from sample_app.models import Order, Product, Store

if TYPE_CHECKING:
    from werkzeug.wrappers import Response

shop = Blueprint("shop", __name__)

LARGEST_ID: Final = 2**31 - 1
"""What PostgreSQL holds in an INTEGER; SQLite would take more."""
LARGEST_QUANTITY: Final = 99
LONGEST_EMAIL: Final = 255


@shop.app_template_filter("money")
def money(cents: int) -> str:
    """Return an amount in cents as it is written on a page: 1250 gives "12.50"."""
    return f"{cents // 100}.{cents % 100:02d}"


@shop.get("/")
def list_stores() -> str:
    """List all stores."""
    stores = db.session.scalars(select(Store).order_by(Store.name, Store.id))
    return render_template("stores.html", stores=stores.all())


@shop.get("/stores/<slug>")
def show_store(slug: str) -> str:
    """List the products that a store offers."""
    store = _store_at(slug)
    products = db.session.scalars(
        select(Product).where(Product.store_id == store.id, Product.is_listed).order_by(Product.name, Product.id)
    )
    return render_template("store.html", store=store, products=products.all())


@shop.post("/cart/items")
def add_to_cart() -> Response:
    """Put a product into the visitor's cart, and show the cart."""
    product = db.session.get(Product, _number("product_id", LARGEST_ID))
    if product is None or not product.is_listed:
        abort(HTTPStatus.NOT_FOUND)
    quantity = _number("quantity", LARGEST_QUANTITY)
    token = session.setdefault("cart_token", secrets.token_urlsafe(32))
    carts.add_product(token, product, quantity)
    return redirect(url_for("shop.show_cart"), HTTPStatus.SEE_OTHER)


@shop.get("/cart")
def show_cart() -> str:
    """Show the visitor's cart."""
    return render_template("cart.html", cart=carts.open_cart(_session_token()))


@shop.post("/orders")
def order_cart() -> Response | tuple[str, HTTPStatus]:
    """Order what is in the visitor's cart."""
    cart = carts.open_cart(_session_token())
    email = request.form.get("email", "").strip()
    if cart is None:
        return redirect(url_for("shop.show_cart"), HTTPStatus.SEE_OTHER)
    if not _is_email(email):
        page = render_template("cart.html", cart=cart, email=email, refused=True)
        return page, HTTPStatus.BAD_REQUEST
    order = carts.place_order(cart, email)
    return redirect(url_for("shop.show_order", order_id=order.id), HTTPStatus.SEE_OTHER)


@shop.get(f"/orders/<int(max={LARGEST_ID}):order_id>")
def show_order(order_id: int) -> str:
    """Show an order to the visitor who placed it, and to no one else."""
    order = db.session.get(Order, order_id)
    if order is None or order.cart.session_token != _session_token():
        abort(HTTPStatus.NOT_FOUND)
    return render_template("order.html", order=order)


def _store_at(slug: str) -> Store:
    # PostgreSQL's driver refuses some characters that SQLite merely does not find.
    known = re.fullmatch(r"[a-z0-9-]{1,255}", slug)
    store = db.session.scalar(select(Store).where(Store.slug == slug)) if known else None
    if store is None:
        abort(HTTPStatus.NOT_FOUND)
    return store


def _number(field: str, largest: int) -> int:
    number = request.form.get(field, type=int)
    if number is None or not 1 <= number <= largest:
        abort(HTTPStatus.BAD_REQUEST)
    return number


def _session_token() -> str:
    token: str = session.get("cart_token", "")
    return token


def _is_email(text: str) -> bool:
    name, _, host = text.partition("@")
    return bool(name and host) and text.isprintable() and len(text) <= LONGEST_EMAIL
