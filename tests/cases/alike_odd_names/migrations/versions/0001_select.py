"""Select"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade():
    op.create_table(
        "Select",
        sa.Column("Id", sa.Integer(), nullable=False),
        sa.Column("from", sa.Integer()),
        sa.Column("Group By", sa.Integer()),
        sa.Column("check", sa.String(9), server_default="UNIQUE"),
        sa.Column("größe", sa.Integer()),
        sa.Column("semi;colon", sa.Integer()),
        sa.Column("a,b", sa.Integer()),
        sa.Column("x(y)", sa.Integer()),
        sa.Column("it's", sa.Integer()),
        sa.Column('say "so"', sa.Integer()),
        sa.PrimaryKeyConstraint("Id", name="PK Select"),
        sa.ForeignKeyConstraint(["Group By"], ["Select.Id"], name="FK Group By"),
        sa.CheckConstraint('"from" > 0 AND "x(y)" < 9', name="CK From"),
        sa.UniqueConstraint("check", "a,b", name="UQ, two"),
    )
    op.create_index("IX größe", "Select", ["größe", "semi;colon"])
    op.create_index('IX "so"', "Select", ['say "so"', "it's"], unique=True)
    op.create_index("IX expression", "Select", [sa.text('coalesce("from", "Group By")')])
