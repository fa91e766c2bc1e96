"""Options"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade():
    on_postgresql = op.get_bind().dialect.name == "postgresql"
    op.create_table(
        "homes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_homes"),
        sa.UniqueConstraint("id", "number", name="uq_homes"),
    )
    op.create_table(
        "pets",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("a", sa.Integer(), sa.ForeignKey("homes.id", name="fk_a", ondelete="CASCADE" if on_postgresql else None)),
        sa.Column("b", sa.Integer(), sa.ForeignKey("homes.id", name="fk_b", ondelete="RESTRICT" if on_postgresql else None)),
        sa.Column("c", sa.Integer(), sa.ForeignKey("homes.id", name="fk_c", onupdate=None if on_postgresql else "CASCADE")),
        sa.Column("d", sa.Integer(), sa.ForeignKey("homes.id", name="fk_d", deferrable=on_postgresql)),
        sa.Column("e", sa.Integer()),
        sa.PrimaryKeyConstraint("id", name="pk_pets"),
        sa.ForeignKeyConstraint(["e", "a"], ["homes.id", "homes.number"], name="fk_e", match="FULL"),
    )
