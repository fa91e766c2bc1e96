"""Three tables"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade():
    for name in ("copied", "argued", "reflected"):
        op.create_table(
            name,
            sa.Column("id", sa.Integer(), nullable=False),
            sa.Column("size", sa.Integer(), server_default="1", nullable=False),
            sa.Column("label", sa.String(20)),
            sa.PrimaryKeyConstraint("id", name=f"pk_{name}"),
        )
    op.create_index("ix_copied_size", "copied", ["size"])
