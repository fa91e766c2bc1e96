"""What a visitor of the sample shop sees and does."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from sample_app.extensions import db
from sample_app.models import Order, Product, Store

if TYPE_CHECKING:
    from flask import Flask
    from flask.testing import FlaskClient
    from werkzeug.test import TestResponse


def product_id(name: str) -> int:
    """Return the id of the product with a name."""
    return db.session.scalars(select(Product.id).where(Product.name == name)).one()


def put_in_cart(client: FlaskClient, name: str, quantity: int = 1) -> TestResponse:
    """Send the form of a product, and follow to the cart."""
    form = {"product_id": product_id(name), "quantity": quantity}
    return client.post("/cart/items", data=form, follow_redirects=True)


def order(client: FlaskClient, email: str = "ann@example.com") -> TestResponse:
    """Send the form of the cart, and follow to the order."""
    return client.post("/orders", data={"email": email}, follow_redirects=True)


def test_the_first_page_lists_the_stores(client: FlaskClient) -> None:
    """Each store is a link to its own page."""
    page = client.get("/").text

    assert '<a href="/stores/corner-books">Corner Books</a>' in page
    assert '<a href="/stores/bean-leaf">Bean &amp; Leaf</a>' in page


def test_a_shop_without_stores_says_how_to_add_some(app: Flask) -> None:
    """The first page of a new database names the command that fills it."""
    page = app.test_client().get("/").text

    assert "There are no stores yet. <code>flask --app sample_app seed</code> adds two." in page


def test_a_store_lists_its_products_with_their_prices(client: FlaskClient) -> None:
    """A store shows what it sells, and nothing of another store."""
    page = client.get("/stores/corner-books").text

    assert "<strong>Atlas</strong>, 39.50" in page
    assert "<strong>Dictionary</strong>, 24.00" in page
    assert "Espresso" not in page


def test_a_product_that_is_not_listed_is_not_shown(client: FlaskClient) -> None:
    """A product taken off the list disappears from its store's page."""
    db.session.get_one(Product, product_id("Atlas")).is_listed = False
    db.session.commit()

    assert "Atlas" not in client.get("/stores/corner-books").text


def test_names_are_escaped(client: FlaskClient) -> None:
    """A name that looks like HTML is shown as it is written."""
    db.session.add(Store(name="<script>alert(1)</script>", slug="odd"))
    db.session.commit()

    assert "<h1>&lt;script&gt;alert(1)&lt;/script&gt;</h1>" in client.get("/stores/odd").text


@pytest.mark.parametrize("slug", ["nowhere", "Corner-Books", "%00"])
def test_an_unknown_store_is_not_found(client: FlaskClient, slug: str) -> None:
    """An address that leads to no store answers 404, whatever characters it has."""
    assert client.get(f"/stores/{slug}").status_code == 404


def test_a_product_put_in_the_cart_is_counted_and_priced(client: FlaskClient) -> None:
    """The cart shows each product once, with its quantity, its price and the total."""
    put_in_cart(client, "Atlas")
    put_in_cart(client, "Espresso", quantity=2)
    page = put_in_cart(client, "Atlas", quantity=2).text

    assert "<td>Atlas</td><td>3</td><td>118.50</td>" in page
    assert "<td>Espresso</td><td>2</td><td>17.80</td>" in page
    assert "<th>Total</th><td></td><td>136.30</td>" in page


def test_a_cart_belongs_to_its_session(client: FlaskClient, app: Flask) -> None:
    """Another visitor sees an empty cart."""
    put_in_cart(client, "Atlas")

    assert "Your cart is empty." in app.test_client().get("/cart").text


def test_a_product_that_is_not_listed_cannot_be_bought(client: FlaskClient) -> None:
    """The form for a product that has left the list answers 404."""
    db.session.get_one(Product, product_id("Atlas")).is_listed = False
    db.session.commit()

    assert put_in_cart(client, "Atlas").status_code == 404


@pytest.mark.parametrize(
    "form",
    [
        {"product_id": "1"},
        {"product_id": "1", "quantity": "0"},
        {"product_id": "1", "quantity": "many"},
        {"product_id": str(2**31), "quantity": "1"},
    ],
)
def test_a_form_with_a_wrong_number_is_refused(client: FlaskClient, form: dict[str, str]) -> None:
    """Quantities are 1 to 99, and ids what PostgreSQL can hold."""
    assert client.post("/cart/items", data=form).status_code == 400


def test_an_order_is_confirmed_and_empties_the_cart(client: FlaskClient) -> None:
    """Ordering leads to the order's page, and the next cart starts empty."""
    put_in_cart(client, "Green tea", quantity=2)
    page = order(client).text

    assert "We write to ann@example.com. Status: placed." in page
    assert "<td>Green tea</td><td>2</td><td>25.00</td>" in page
    assert "Your cart is empty." in client.get("/cart").text


def test_a_session_orders_more_than_once(client: FlaskClient) -> None:
    """A session may have many carts, of which one is open."""
    for name in ("Atlas", "Dictionary"):
        put_in_cart(client, name)
        order(client)

    bought = [
        [item.product.name for item in placed.cart.items]
        for placed in db.session.scalars(select(Order).order_by(Order.id))
    ]
    assert bought == [["Atlas"], ["Dictionary"]]


@pytest.mark.parametrize("email", ["", "ann", "ann@", "@example.com", "ann\0@example.com", "a" * 256 + "@b.c"])
def test_an_order_needs_an_email_address(client: FlaskClient, email: str) -> None:
    """Without a usable address the cart is shown again, and says what is missing."""
    put_in_cart(client, "Atlas")
    answer = order(client, email)

    assert answer.status_code == 400
    assert "Please give an e-mail address, such as name@example.com." in answer.text
    assert db.session.scalars(select(Order)).all() == []


def test_an_empty_cart_cannot_be_ordered(client: FlaskClient) -> None:
    """A visitor without a cart is led back to it."""
    assert "Your cart is empty." in order(client).text


def test_an_order_is_shown_only_to_its_visitor(client: FlaskClient, app: Flask) -> None:
    """Another visitor who asks for the order's page gets 404."""
    put_in_cart(client, "Atlas")
    address = order(client).request.path

    assert client.get(address).status_code == 200
    assert app.test_client().get(address).status_code == 404


def test_seed_fills_an_empty_shop_once(app: Flask) -> None:
    """The command adds two stores, and nothing the second time."""
    runner = app.test_cli_runner()

    assert runner.invoke(args=["seed"]).output == "Added the stores 'Corner Books' and 'Bean & Leaf'.\n"
    assert runner.invoke(args=["seed"]).output == "There are stores already; nothing was added.\n"
    assert len(db.session.scalars(select(Store)).all()) == 2
