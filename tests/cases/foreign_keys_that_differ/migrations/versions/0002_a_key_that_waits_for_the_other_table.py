"""A key that waits for the other table"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade():
    op.create_table(
        "toys",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("pet_id", sa.Integer()),
        sa.PrimaryKeyConstraint("id", name="pk_toys"),
        sa.ForeignKeyConstraint(["pet_id"], ["pets.id"], name="fk_toys_pet", use_alter=True),
    )
