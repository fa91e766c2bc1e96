"""Tables"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade():
    for name in ("users", "tags", "events", "logs"):
        op.create_table(name, sa.Column("id", sa.Integer(), primary_key=True), sa.Column("name", sa.String(20)))
    op.execute("INSERT INTO logs (id, name) VALUES (1, 'first')")
