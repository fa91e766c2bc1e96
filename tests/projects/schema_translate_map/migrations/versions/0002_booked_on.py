"""The day of an entry"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade():
    op.add_column("entries", sa.Column("booked_on", sa.Date()), schema="ledger")
    op.create_index("ix_entries_booked_on", "entries", ["booked_on"], schema="ledger")


def downgrade():
    op.drop_index("ix_entries_booked_on", "entries", schema="ledger")
    op.drop_column("entries", "booked_on", schema="ledger")
