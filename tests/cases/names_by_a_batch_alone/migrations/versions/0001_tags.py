"""Tags"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade():
    op.create_table(
        "tags",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("word", sa.String(20)),
        sa.Column("parent_id", sa.Integer()),
        sa.PrimaryKeyConstraint("id", name="pk_tags"),
        sa.UniqueConstraint("word"),
        sa.ForeignKeyConstraint(["parent_id"], ["tags.id"]),
    )
