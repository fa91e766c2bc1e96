"""Tables"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade():
    op.create_table(
        "parts",
        sa.Column("id", sa.Integer(), sa.Identity(), nullable=False),
        sa.Column("price", sa.Integer(), comment="in cents"),
        sa.Column("name", sa.String(20)),
        sa.Column("sold", sa.Boolean()),
        sa.Column("twice", sa.Integer(), sa.Computed("price * 2", persisted=True)),
        sa.Column("label", sa.String(50), sa.Computed("name || ': ' || name", persisted=True)),
        sa.Column("small", sa.Text(), sa.Computed("lower(coalesce(name, ''))", persisted=True)),
        sa.Column("points", sa.Integer(), sa.Computed("CASE WHEN sold THEN 1 ELSE 0 END", persisted=True)),
        sa.Column("dear", sa.Boolean(), sa.Computed("price > 1000", persisted=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_parts"),
        comment="Parts of things",
    )
    op.create_table("sales", sa.Column("part_id", sa.Integer()))
    op.create_table("scratch", sa.Column("id", sa.Integer(), primary_key=True), sa.Column("x", sa.Integer(), unique=False))
