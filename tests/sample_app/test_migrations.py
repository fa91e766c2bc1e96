"""The sample app's migrations on SQLite and on PostgreSQL."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from flask_migrate import check, upgrade
from sqlalchemy import Table, inspect, select, text
from sqlalchemy.exc import DataError, IntegrityError

from sample_app.extensions import db
from sample_app.models import Cart, Order, Product, Store

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

pytestmark = [
    pytest.mark.usefixtures("empty_app"),
    # Flask-Migrate's env.py tries the method of old releases of Flask-SQLAlchemy first.
    pytest.mark.filterwarnings("ignore:'get_engine' is deprecated:DeprecationWarning"),
]

MIGRATIONS = str(Path(__file__).parents[2] / "migrations")

NAMES = {
    "cart": {"pk_cart", "ix_cart_session_token"},
    "cart_item": {
        "pk_cart_item",
        "ck_cart_item_quantity",
        "fk_cart_item_cart_id_cart",
        "fk_cart_item_product_id_product",
        "uq_cart_item_cart_id",
    },
    "order": {"pk_order", "ck_order_status", "fk_order_cart_id_cart", "uq_order_cart_id"},
    "product": {
        "pk_product",
        "ck_product_price_cents",
        "fk_product_owner_id_user",
        "fk_product_store_id_store",
        "ix_product_owner_id",
        "ix_product_store_id",
    },
    "store": {"pk_store", "fk_store_user_id_user", "uq_store_slug"},
    "user": {"pk_user", "uq_user_email"},
}


def run(statement: str) -> None:
    """Execute a statement and commit."""
    db.session.execute(text(statement))
    db.session.commit()


def names_of(table: Table) -> set[str | None]:
    """Return the names of a table's keys, constraints and indexes as the database has them."""
    inspector = inspect(db.engine)
    return {
        inspector.get_pk_constraint(table.name)["name"],
        *(key["name"] for key in inspector.get_foreign_keys(table.name)),
        *(constraint["name"] for constraint in inspector.get_unique_constraints(table.name)),
        *(constraint["name"] for constraint in inspector.get_check_constraints(table.name)),
        *(index["name"] for index in inspector.get_indexes(table.name)),
    }


def schema() -> dict[tuple[str, str], list[str]]:
    """Return what the Inspector tells of the app's tables, as texts that can be compared."""
    inspector = inspect(db.engine)
    readers: dict[str, Callable[[str], Sequence[object]]] = {
        "columns": inspector.get_columns,
        "key": lambda table: [inspector.get_pk_constraint(table)],
        "foreign keys": inspector.get_foreign_keys,
        "unique": inspector.get_unique_constraints,
        "checks": inspector.get_check_constraints,
        "indexes": inspector.get_indexes,
    }
    return {
        (table.name, part): sorted(as_text(entry) for entry in read(table.name))
        for table in db.metadata.sorted_tables
        for part, read in readers.items()
    }


def as_text(told: object) -> str:
    """Return a text for what the Inspector tells, whose conditions of indexes are never equal."""
    if isinstance(told, dict):
        return str({key: as_text(told[key]) for key in sorted(told)})
    return str(told)


def test_every_name_follows_the_convention() -> None:
    """Both databases know each key, constraint and index by the same name."""
    upgrade(MIGRATIONS)

    assert {table.name: names_of(table) for table in db.metadata.sorted_tables} == NAMES


def test_the_models_say_what_the_migrations_made() -> None:
    """Tables made from the models are the same in every part, and `flask db check` agrees."""
    upgrade(MIGRATIONS)
    check(MIGRATIONS)
    migrated = schema()

    db.drop_all()
    db.create_all()

    assert migrated == schema()


def test_store_slugs_are_filled_from_the_names() -> None:
    """A name that another store has too, or that has no letters of the alphabet, still gives a slug."""
    upgrade(MIGRATIONS, "7bb90f8ea621")
    run("INSERT INTO store (name) VALUES ('Corner Books'), ('corner books!'), ('書店')")

    upgrade(MIGRATIONS)

    slugs = db.session.scalars(select(Store.slug).order_by(Store.id)).all()
    assert slugs == ["corner-books", "corner-books-2", "store"]


def test_ordered_products_move_into_carts() -> None:
    """An order of one product becomes an order of a closed cart that holds it."""
    upgrade(MIGRATIONS, "f30c4cdf7cf2")
    run("INSERT INTO product (name, description) VALUES ('Atlas', ''), ('Tea', '')")
    run("""INSERT INTO "order" (purchaser_email, product_id) VALUES ('ann@b.c', 2), ('bob@b.c', 1)""")

    upgrade(MIGRATIONS)

    orders = db.session.scalars(select(Order).order_by(Order.id)).all()
    moved = [(order.purchaser_email, [item.product.name for item in order.cart.items]) for order in orders]
    assert moved == [("ann@b.c", ["Tea"]), ("bob@b.c", ["Atlas"])]
    assert all(order.cart.ordered_at == order.purchased_at for order in orders)


def test_products_without_a_price_leave_the_list() -> None:
    """What had no usable price is not given away."""
    upgrade(MIGRATIONS, "b591c7b80513")
    run("INSERT INTO product (name, description, price_cents) VALUES ('a', '', 5), ('b', '', -1)")
    run("INSERT INTO product (name, description) VALUES ('c', '')")

    upgrade(MIGRATIONS)

    products = db.session.scalars(select(Product).order_by(Product.id))
    assert [(product.price_cents, product.is_listed) for product in products] == [
        (5, True),
        (0, False),
        (0, False),
    ]


def test_a_session_has_one_open_cart() -> None:
    """The unique index leaves out the carts that are ordered."""
    upgrade(MIGRATIONS)
    for _ in range(2):
        run("INSERT INTO cart (session_token, ordered_at) VALUES ('s', CURRENT_TIMESTAMP)")
    db.session.add_all([Cart(session_token="s"), Cart(session_token="s")])  # noqa: S106 - of no secret

    with pytest.raises(IntegrityError):
        db.session.flush()
    db.session.rollback()


@pytest.mark.parametrize(
    "statement",
    [
        """INSERT INTO "order" (purchaser_email, cart_id, status) VALUES ('a@b.c', 1, 'lost')""",
        "INSERT INTO cart_item (cart_id, product_id, quantity) VALUES (1, 1, 0)",
        "INSERT INTO product (name, description, price_cents) VALUES ('a', '', -1)",
    ],
)
def test_both_databases_refuse_the_same_values(statement: str) -> None:
    """A CHECK or an enum stands behind each of them."""
    upgrade(MIGRATIONS)
    run("INSERT INTO cart (session_token) VALUES ('s')")
    run("INSERT INTO product (name, description, price_cents) VALUES ('a', '', 1)")

    with pytest.raises((IntegrityError, DataError)):
        db.session.execute(text(statement))
    db.session.rollback()
