"""A long table"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade():
    op.create_table(
        "readings_that_were_taken_by_the_customer_and_not_by_the_company_itself",
        sa.Column("id", sa.Integer(), primary_key=True),
    )
