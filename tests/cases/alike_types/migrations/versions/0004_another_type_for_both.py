"""Another type for both"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0004"
down_revision = "0003"


def upgrade():
    with op.batch_alter_table("rest") as batch_op:
        batch_op.add_column(sa.Column("j", sa.Text().with_variant(postgresql.MACADDR(), "postgresql")))
    with op.batch_alter_table("things") as batch_op:
        batch_op.alter_column("f", existing_type=sa.SmallInteger(), type_=sa.BigInteger())
        batch_op.alter_column("title", existing_type=sa.String(50), type_=sa.Text())
