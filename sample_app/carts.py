"""What happens to a cart: it is found, filled and ordered."""

from __future__ import annotations

from sqlalchemy import func, select

from sample_app.extensions import db
from sample_app.models import Cart, CartItem, Order, Product


def open_cart(session_token: str) -> Cart | None:
    """Return the session's cart that is not yet ordered, if it has one."""
    return db.session.scalar(select(Cart).where(Cart.session_token == session_token, Cart.ordered_at.is_(None)))


def add_product(session_token: str, product: Product, quantity: int) -> None:
    """Put a product into the session's open cart, which is made when there is none."""
    cart = open_cart(session_token)
    if cart is None:
        cart = Cart(session_token=session_token)
        db.session.add(cart)
    for item in cart.items:
        if item.product_id == product.id:
            item.quantity += quantity
            break
    else:
        cart.items.append(CartItem(product=product, quantity=quantity))
    db.session.commit()


def place_order(cart: Cart, purchaser_email: str) -> Order:
    """Close the cart and return the order for what is in it."""
    order = Order(cart=cart, purchaser_email=purchaser_email)
    db.session.add(order)
    cart.ordered_at = func.now()
    db.session.commit()
    return order
