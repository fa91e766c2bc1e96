"""rename a product's creator to owner

Revision ID: b591c7b80513
Revises: e2561f0bd803
Create Date: 2026-11-22 19:41:18.028895

"""
from alembic import op
import sqlalchemy as sa


# revision identifiers, used by Alembic.
revision = 'b591c7b80513'
down_revision = 'e2561f0bd803'
branch_labels = None
depends_on = None


def upgrade():
    # The key and the index carry the column's name, so they are made anew with it.
    with op.batch_alter_table('product', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_product_creator_id'))
        batch_op.drop_constraint(batch_op.f('fk_product_creator_id_user'), type_='foreignkey')
        batch_op.alter_column('creator_id',
               existing_type=sa.Integer(),
               existing_nullable=True,
               new_column_name='owner_id')

    with op.batch_alter_table('product', schema=None) as batch_op:
        batch_op.create_foreign_key(batch_op.f('fk_product_owner_id_user'), 'user', ['owner_id'], ['id'])
        batch_op.create_index(batch_op.f('ix_product_owner_id'), ['owner_id'], unique=False)


def downgrade():
    # The key and the index carry the column's name, so they are made anew with it.
    with op.batch_alter_table('product', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_product_owner_id'))
        batch_op.drop_constraint(batch_op.f('fk_product_owner_id_user'), type_='foreignkey')
        batch_op.alter_column('owner_id',
               existing_type=sa.Integer(),
               existing_nullable=True,
               new_column_name='creator_id')

    with op.batch_alter_table('product', schema=None) as batch_op:
        batch_op.create_foreign_key(batch_op.f('fk_product_creator_id_user'), 'user', ['creator_id'], ['id'])
        batch_op.create_index(batch_op.f('ix_product_creator_id'), ['creator_id'], unique=False)
