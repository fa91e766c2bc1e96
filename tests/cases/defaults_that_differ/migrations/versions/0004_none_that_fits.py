"""One that the type refuses, and one in the place of a number"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade():
    numbered = sa.text("0")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("CREATE SEQUENCE bill_numbers")
        numbered = sa.text("nextval('bill_numbers')")
    op.create_table(
        "bills",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(3), server_default="open"),
        sa.Column("short", sa.CHAR(2), server_default="a"),
        sa.Column("number", sa.Integer(), server_default=numbered, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_bills"),
    )
