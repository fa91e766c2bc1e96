"""order status

Revision ID: f30c4cdf7cf2
Revises: b30f56e1ffd1
Create Date: 2026-11-22 19:39:40.315578

"""
from alembic import op
import sqlalchemy as sa


# revision identifiers, used by Alembic.
revision = 'f30c4cdf7cf2'
down_revision = 'b30f56e1ffd1'
branch_labels = None
depends_on = None


order_status = sa.Enum('placed', 'paid', 'sent', 'cancelled', name='order_status')


def upgrade():
    # Adding a column does not create its type on PostgreSQL; on SQLite there is none.
    order_status.create(op.get_bind(), checkfirst=True)

    with op.batch_alter_table('order', schema=None) as batch_op:
        batch_op.alter_column('purchased_at',
               existing_type=sa.DateTime(timezone=True),
               existing_nullable=False,
               server_default=sa.func.now())
        batch_op.add_column(sa.Column('status', order_status, server_default='placed', nullable=False))
        batch_op.create_check_constraint(batch_op.f('ck_order_status'), "status IN ('placed', 'paid', 'sent', 'cancelled')")


def downgrade():
    with op.batch_alter_table('order', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('ck_order_status'), type_='check')
        batch_op.drop_column('status')
        batch_op.alter_column('purchased_at',
               existing_type=sa.DateTime(timezone=True),
               existing_nullable=False,
               server_default=None)

    order_status.drop(op.get_bind(), checkfirst=True)
