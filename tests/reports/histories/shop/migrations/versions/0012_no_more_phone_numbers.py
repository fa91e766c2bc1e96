"""no more phone numbers"""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"


def upgrade():
    op.drop_column("customers", "phone")


def downgrade():
    raise NotImplementedError
