"""A label that only SQLite is given, one that both are, and one that gets another name"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade():
    if op.get_bind().dialect.name == "postgresql":
        op.execute("ALTER TYPE way ADD VALUE 'ship'")
        op.execute("ALTER TYPE size RENAME VALUE 'big' TO 'large'")
    else:
        op.execute("UPDATE orders SET size = 'large' WHERE size = 'big'")
    with op.batch_alter_table("orders") as batch_op:
        batch_op.alter_column(
            "state",
            existing_type=sa.Enum("new", "paid", name="state"),
            type_=sa.Enum("new", "paid", "gone", name="state"),
        )
        batch_op.alter_column(
            "way",
            existing_type=sa.Enum("post", "van", name="way"),
            type_=sa.Enum("post", "van", "ship", name="way"),
        )
