"""Products here, views there"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade(engine_name):
    globals()["upgrade_%s" % engine_name]()


def downgrade(engine_name):
    globals()["downgrade_%s" % engine_name]()


def upgrade_():
    op.create_table(
        "products",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sku", sa.String(length=40), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_products"),
    )


def downgrade_():
    op.drop_table("products")


def upgrade_statistics():
    op.create_table(
        "views",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("page", sa.String(length=200), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_views"),
    )


def downgrade_statistics():
    op.drop_table("views")
