"""Right"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0001"


def upgrade():
    op.add_column("shops", sa.Column("owner", sa.String(20)))
    if op.get_bind().dialect.name == "postgresql":
        op.create_unique_constraint("uq_shops_city", "shops", ["city"])
