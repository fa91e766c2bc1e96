"""Left"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade():
    op.add_column("shops", sa.Column("phone", sa.String(20)))
