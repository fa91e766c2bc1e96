"""Other values"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade():
    on_postgresql = op.get_bind().dialect.name == "postgresql"
    op.create_table(
        "prices",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("amount", sa.Numeric(8, 2), server_default="1.50" if on_postgresql else "1.05"),
        sa.Column("currency", sa.String(3), server_default="EUR" if on_postgresql else None),
        sa.Column("rate", sa.Numeric(8, 2), server_default="0.005"),
        sa.Column("unit", sa.String(5), server_default="each   "),
        sa.PrimaryKeyConstraint("id", name="pk_prices"),
    )
