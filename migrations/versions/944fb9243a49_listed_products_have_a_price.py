"""listed products have a price

Revision ID: 944fb9243a49
Revises: b591c7b80513
Create Date: 2026-11-22 19:41:20.381341

"""
from alembic import op
import sqlalchemy as sa


# revision identifiers, used by Alembic.
revision = '944fb9243a49'
down_revision = 'b591c7b80513'
branch_labels = None
depends_on = None

product = sa.table(
    'product',
    sa.column('price_cents', sa.Integer),
    sa.column('is_listed', sa.Boolean),
)


def upgrade():
    with op.batch_alter_table('product', schema=None) as batch_op:
        batch_op.add_column(sa.Column('is_listed', sa.Boolean(), server_default=sa.true(), nullable=False))

    # What cannot be sold leaves the shop instead of becoming free.
    op.execute(
        sa.update(product)
        .where(sa.or_(product.c.price_cents.is_(None), product.c.price_cents < 0))
        .values(price_cents=0, is_listed=sa.false())
    )

    with op.batch_alter_table('product', schema=None) as batch_op:
        batch_op.alter_column('description',
               existing_type=sa.String(length=120),
               type_=sa.Text(),
               existing_nullable=False)
        batch_op.alter_column('price_cents',
               existing_type=sa.Integer(),
               nullable=False)
        batch_op.create_check_constraint(batch_op.f('ck_product_price_cents'), 'price_cents >= 0')
        batch_op.drop_column('picture_url')


def downgrade():
    with op.batch_alter_table('product', schema=None) as batch_op:
        batch_op.drop_column('is_listed')
        batch_op.add_column(sa.Column('picture_url', sa.Text(), nullable=True))
        batch_op.drop_constraint(batch_op.f('ck_product_price_cents'), type_='check')
        batch_op.alter_column('price_cents',
               existing_type=sa.Integer(),
               nullable=True)
        batch_op.alter_column('description',
               existing_type=sa.Text(),
               type_=sa.String(length=120),
               existing_nullable=False)
