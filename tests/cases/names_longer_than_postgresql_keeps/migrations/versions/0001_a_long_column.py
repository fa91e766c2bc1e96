"""A long column"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade():
    op.create_table(
        "meters",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("a_reading_that_was_taken_by_the_customer_and_not_by_the_company_itself", sa.Integer()),
        sa.PrimaryKeyConstraint("id", name="pk_meters"),
        sa.UniqueConstraint("a_reading_that_was_taken_by_the_customer_and_not_by_the_company_itself", name="uq_meters"),
    )
    op.create_index(
        "ix_meters", "meters", ["a_reading_that_was_taken_by_the_customer_and_not_by_the_company_itself"]
    )
