"""The tables of the shop, whose history is in `migrations/`.

CHECK constraints carry their whole name: the convention finds no column in a text,
and would call every one of a table `ck_<table>_`.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import (
    CheckConstraint,
    DateTime,
    Enum,
    ForeignKey,
    Index,
    String,
    Text,
    UniqueConstraint,
    func,
    text,
    true,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship
from sqlalchemy.schema import conv

from sample_app.extensions import Model

ORDER_STATUSES = ("placed", "paid", "sent", "cancelled")


class User(Model):
    """A person who keeps stores. Its table, `user`, is a reserved word."""

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(String(255), unique=True)
    password: Mapped[str] = mapped_column(String(255))
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), server_default=func.now())


class Store(Model):
    """A store, found at the address that its slug makes."""

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(255))
    slug: Mapped[str] = mapped_column(String(255), unique=True)
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), server_default=func.now())


class Product(Model):
    """What a store sells; the price is in cents."""

    __table_args__ = (CheckConstraint("price_cents >= 0", name=conv("ck_product_price_cents")),)

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(255))
    description: Mapped[str] = mapped_column(Text)
    price_cents: Mapped[int]
    is_listed: Mapped[bool] = mapped_column(server_default=true())
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"), index=True)
    store_id: Mapped[int | None] = mapped_column(ForeignKey("store.id"), index=True)


class Cart(Model):
    """What a visitor's session has gathered; a session has one cart not yet ordered."""

    __table_args__ = (
        Index(
            None,
            "session_token",
            unique=True,
            sqlite_where=text("ordered_at IS NULL"),
            postgresql_where=text("ordered_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    session_token: Mapped[str] = mapped_column(String(64))
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), server_default=func.now())
    ordered_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))

    items: Mapped[list[CartItem]] = relationship(order_by="CartItem.id")

    @property
    def total_cents(self) -> int:
        """The price of everything in the cart, in cents."""
        return sum(item.quantity * item.product.price_cents for item in self.items)


class CartItem(Model):
    """A product in a cart, and how many of it."""

    __table_args__ = (
        UniqueConstraint("cart_id", "product_id"),
        CheckConstraint("quantity > 0", name=conv("ck_cart_item_quantity")),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    cart_id: Mapped[int] = mapped_column(ForeignKey("cart.id", ondelete="CASCADE"))
    product_id: Mapped[int] = mapped_column(ForeignKey("product.id"))
    quantity: Mapped[int] = mapped_column(server_default="1")

    product: Mapped[Product] = relationship()


class Order(Model):
    """A cart that was bought. Its table, `order`, is a reserved word.

    The CHECK keeps the statuses on SQLite too, which has no enum types.
    """

    __table_args__ = (
        CheckConstraint(
            "status IN ('placed', 'paid', 'sent', 'cancelled')",
            name=conv("ck_order_status"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    purchaser_email: Mapped[str] = mapped_column(String(255))
    purchased_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), server_default=func.now())
    payment_reference_id: Mapped[str | None] = mapped_column(String(255))
    status: Mapped[str] = mapped_column(Enum(*ORDER_STATUSES, name="order_status"), server_default="placed")
    cart_id: Mapped[int] = mapped_column(ForeignKey("cart.id"), unique=True)

    cart: Mapped[Cart] = relationship()
