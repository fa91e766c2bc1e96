"""move ordered products into carts

Revision ID: bd717a0d0719
Revises: f09022212b41
Create Date: 2026-11-22 19:40:45.673900

"""
from alembic import op
import sqlalchemy as sa


# revision identifiers, used by Alembic.
revision = 'bd717a0d0719'
down_revision = 'f09022212b41'
branch_labels = None
depends_on = None

order = sa.table(
    'order',
    sa.column('id', sa.Integer),
    sa.column('purchased_at', sa.DateTime(timezone=True)),
    sa.column('product_id', sa.Integer),
    sa.column('cart_id', sa.Integer),
)
cart = sa.table(
    'cart',
    sa.column('id', sa.Integer),
    sa.column('session_token', sa.String),
    sa.column('ordered_at', sa.DateTime(timezone=True)),
)
cart_item = sa.table(
    'cart_item',
    sa.column('cart_id', sa.Integer),
    sa.column('product_id', sa.Integer),
    sa.column('quantity', sa.Integer),
)


def upgrade():
    # No session ever holds this token, and it leads from the new cart back to its order.
    token = sa.literal('order-') + sa.cast(order.c.id, sa.String)
    op.execute(
        sa.insert(cart).from_select(
            ['session_token', 'ordered_at'],
            sa.select(token, order.c.purchased_at).where(order.c.cart_id.is_(None)),
        )
    )
    op.execute(
        sa.insert(cart_item).from_select(
            ['cart_id', 'product_id', 'quantity'],
            sa.select(cart.c.id, order.c.product_id, sa.literal(1, sa.Integer))
            .join_from(order, cart, cart.c.session_token == token),
        )
    )
    op.execute(
        sa.update(order)
        .where(order.c.cart_id.is_(None))
        .values(cart_id=sa.select(cart.c.id).where(cart.c.session_token == token).scalar_subquery())
    )


def downgrade():
    pass
