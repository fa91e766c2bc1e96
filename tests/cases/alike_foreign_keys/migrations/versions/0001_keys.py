"""Keys"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade():
    op.create_table(
        "nodes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(4), nullable=False),
        sa.Column("parent_id", sa.Integer()),
        sa.PrimaryKeyConstraint("id", name="pk_nodes"),
        sa.UniqueConstraint("id", "kind", name="uq_nodes"),
        sa.ForeignKeyConstraint(["parent_id"], ["nodes.id"], name="fk_nodes_parent", ondelete="CASCADE"),
    )
    op.create_table(
        "edges",
        sa.Column("node_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(4), nullable=False),
        sa.Column("a", sa.Integer(), sa.ForeignKey("nodes.id", name="fk_a", ondelete="SET NULL", onupdate="CASCADE")),
        sa.Column("b", sa.Integer(), sa.ForeignKey("nodes.id", name="fk_b", ondelete="RESTRICT")),
        sa.Column("c", sa.Integer(), sa.ForeignKey("nodes.id", name="fk_c", ondelete="NO ACTION", match="SIMPLE")),
        sa.Column("d", sa.Integer(), sa.ForeignKey("nodes.id", name="fk_d", deferrable=True, initially="DEFERRED")),
        sa.Column("e", sa.Integer(), sa.ForeignKey("nodes.id", name="fk_e", deferrable=False, initially="IMMEDIATE")),
        sa.Column("f", sa.Integer(), sa.ForeignKey("nodes.id", name="fk_f", deferrable=True, initially="IMMEDIATE")),
        sa.Column("g", sa.Integer(), sa.ForeignKey("nodes.id", name="fk_g", match="FULL")),
        sa.PrimaryKeyConstraint("node_id", "kind", name="pk_edges"),
        sa.ForeignKeyConstraint(["node_id", "kind"], ["nodes.id", "nodes.kind"], name="fk_edges_node", onupdate="CASCADE"),
        sa.CheckConstraint("a > 0", name="ck_a"),
    )
