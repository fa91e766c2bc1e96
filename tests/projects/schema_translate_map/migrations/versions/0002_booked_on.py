"""Days on which entries are booked"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade():
    op.create_table(
        "days",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("day", name="pk_days"),
        sa.ForeignKeyConstraint(["entry_id"], ["ledger.entries.id"], name="fk_days_entry_id"),
        schema="ledger",
    )


def downgrade():
    op.drop_table("days", schema="ledger")
