"""Keys"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade():
    big = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    with op.batch_alter_table("events") as batch_op:
        batch_op.alter_column("id", type_=big, existing_type=sa.Integer(), existing_nullable=False)
    with op.batch_alter_table("visits") as batch_op:
        batch_op.create_primary_key("pk_visits", ["id"])
