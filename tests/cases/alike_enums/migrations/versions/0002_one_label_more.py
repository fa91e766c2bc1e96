"""One label more"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade():
    if op.get_bind().dialect.name == "postgresql":
        op.execute("ALTER TYPE kind_b ADD VALUE 'z' BEFORE 'y'")
    else:
        with op.batch_alter_table("cards") as batch_op:
            batch_op.alter_column(
                "b",
                existing_type=sa.Enum("x", "y", name="kind_b", create_constraint=True),
                type_=sa.Enum("x", "y", "z", name="kind_b", create_constraint=True),
            )
