"""Copy from a table that lacks things"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade():
    metadata = sa.MetaData()
    copied = sa.Table(
        "copied",
        metadata,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_copied"),
    )
    with op.batch_alter_table("copied", copy_from=copied) as batch_op:
        batch_op.alter_column("size", existing_type=sa.Integer(), type_=sa.BigInteger())
