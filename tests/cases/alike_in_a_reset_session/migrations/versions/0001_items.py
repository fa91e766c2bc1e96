"""items"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade():
    op.create_table("items", sa.Column("id", sa.Integer(), nullable=False), sa.PrimaryKeyConstraint("id", name="pk_items"))
    if op.get_context().dialect.name == "postgresql":
        op.execute("DEALLOCATE ALL")
