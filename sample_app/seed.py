"""`flask seed`: something to look at in a new database."""

from __future__ import annotations

import secrets

import click
from sqlalchemy import select
from werkzeug.security import generate_password_hash

from sample_app.extensions import db
from sample_app.models import Product, Store, User


@click.command()
def seed() -> None:
    """Add two stores with products, unless there are stores already."""
    if db.session.scalar(select(Store.id).limit(1)) is not None:
        click.echo("There are stores already; nothing was added.")
        return
    add_stores()
    click.echo("Added the stores 'Corner Books' and 'Bean & Leaf'.")


def add_stores() -> None:
    """Add a user with two stores, and commit."""
    owner = User(
        email="owner@example.com",
        password=generate_password_hash(secrets.token_urlsafe()),
    )
    books = Store(name="Corner Books", slug="corner-books")
    beans = Store(name="Bean & Leaf", slug="bean-leaf")
    db.session.add_all([owner, books, beans])
    db.session.flush()
    for store in (books, beans):
        store.user_id = owner.id
    for store, name, description, price_cents in (
        (books, "Atlas", "All of the world, on 300 pages.", 3950),
        (books, "Dictionary", "Thirty thousand words.", 2400),
        (beans, "Espresso", "250 g, dark roast.", 890),
        (beans, "Green tea", "100 g, first harvest.", 1250),
    ):
        db.session.add(
            Product(
                name=name,
                description=description,
                price_cents=price_cents,
                owner_id=owner.id,
                store_id=store.id,
            )
        )
    db.session.commit()
