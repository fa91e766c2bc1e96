"""coupons"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade():
    op.create_table(
        "coupons",
        sa.Column("code", sa.String(12), primary_key=True),
        sa.Column("percent", sa.Integer, nullable=False, server_default="5"),
    )


def downgrade():
    raise NotImplementedError
