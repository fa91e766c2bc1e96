"""Serials"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade():
    for name in ("items", "tags", "users"):
        op.create_table(name, sa.Column("id", sa.Integer(), primary_key=True), sa.Column("name", sa.String(20)))


def downgrade():
    for name in ("items", "tags", "users"):
        op.drop_table(name)
