"""Items"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade():
    op.create_table(
        "items",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("size", sa.Enum("s", "m", name="size", create_constraint=False)),
    )


def downgrade():
    op.drop_table("items")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP TYPE size")
