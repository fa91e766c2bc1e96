"""label"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade():
    op.add_column("items", sa.Column("label", sa.String(20)))
    if op.get_context().dialect.name == "postgresql":
        op.execute("DEALLOCATE ALL")
