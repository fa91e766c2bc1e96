"""Made and dropped"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade():
    op.add_column("sales", sa.Column("extra", sa.Integer()))
    op.create_index("ix_sales_extra", "sales", ["extra"])
    op.drop_index("ix_sales_extra", "sales")
    op.drop_column("sales", "extra")
    op.drop_table("scratch")
    op.create_table("scratch", sa.Column("id", sa.Integer(), primary_key=True), sa.Column("y", sa.Text()))
