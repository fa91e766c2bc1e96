"""coupons give more"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade():
    if op.get_bind().dialect.name == "postgresql":
        op.alter_column("coupons", "percent", server_default="10")


def downgrade():
    raise NotImplementedError
