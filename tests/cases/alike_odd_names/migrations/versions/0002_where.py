"""where"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade():
    op.create_table(
        "where",
        sa.Column("on", sa.Integer(), nullable=False),
        sa.Column("where", sa.Integer()),
        sa.PrimaryKeyConstraint("on", name="on"),
        sa.UniqueConstraint("where", name="unique"),
    )
    op.create_index("index", "where", ["where"], sqlite_where=sa.text('"on" > 0'), postgresql_where=sa.text('"on" > 0'))
