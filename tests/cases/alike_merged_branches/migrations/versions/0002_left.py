"""Left"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade():
    if op.get_bind().dialect.name == "postgresql":
        op.execute("ALTER TABLE halls ADD COLUMN size INTEGER DEFAULT 10 NOT NULL")
        op.execute("ALTER TABLE halls ADD CONSTRAINT ck_halls_size CHECK (size > 0)")
    else:
        with op.batch_alter_table("halls") as batch_op:
            batch_op.add_column(sa.Column("size", sa.Integer(), server_default="10", nullable=False))
            batch_op.create_check_constraint("ck_halls_size", "size > 0")
