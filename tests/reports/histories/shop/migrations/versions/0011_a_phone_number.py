"""a phone number"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"


def upgrade():
    op.add_column("customers", sa.Column("phone", sa.String(30)))


def downgrade():
    raise NotImplementedError
