import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade():
    for name in ("shelves", "racks"):
        op.create_table(name, sa.Column("id", sa.Integer(), primary_key=True))
    op.create_table(
        "books",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("price", sa.Integer()),
        sa.Column("pages", sa.Integer()),
        sa.Column("weight", sa.Integer(), sa.Computed("pages * 2")),
        sa.Column("title", sa.String(20)),
        sa.Column("options", sa.JSON(), server_default="{}"),
        sa.Column("shelf_id", sa.Integer()),
        sa.Column("rack_id", sa.Integer()),
        sa.ForeignKeyConstraint(["shelf_id"], ["shelves.id"], name="fk_shelf"),
        sa.ForeignKeyConstraint(["rack_id"], ["shelves.id"], name="fk_rack_of_before"),
        sa.CheckConstraint("price > 0", name="ck_price"),
        sa.CheckConstraint("price < 1000", name="ck_cheap"),
    )
    op.create_index("ix_price", "books", ["price"])
    op.create_index("ix_pages", "books", ["pages"])
    op.create_index("ix_both", "books", ["price"])
    op.create_index("ix_dropped", "books", ["shelf_id"])
