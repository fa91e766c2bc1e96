"""Shorter names"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade():
    if op.get_bind().dialect.name == "postgresql":
        op.execute("ALTER TABLE ports RENAME CONSTRAINT uq_ports_code TO uq_code")
        op.execute("ALTER INDEX ix_ports_depth RENAME TO ix_depth")
