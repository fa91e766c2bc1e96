"""What was there before the migrations"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade():
    raise NotImplementedError("load schema/first.sql and stamp")


def downgrade():
    pass
