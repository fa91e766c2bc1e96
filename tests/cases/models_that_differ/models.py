"""Models that say otherwise than the history, in ways that Alembic's own comparison does not look at."""

import sqlalchemy as sa

metadata = sa.MetaData()
shelves = sa.Table("shelves", metadata, sa.Column("id", sa.Integer, primary_key=True))
racks = sa.Table("racks", metadata, sa.Column("id", sa.Integer, primary_key=True))
books = sa.Table(
    "books",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("price", sa.Integer),
    sa.Column("pages", sa.Integer),
    sa.Column("weight", sa.Integer, sa.Computed("pages * 3")),
    sa.Column("title", sa.String(20), server_default=""),
    sa.Column("options", sa.JSON, server_default="[]"),
    sa.Column("shelf_id", sa.Integer),
    sa.Column("rack_id", sa.Integer),
    sa.ForeignKeyConstraint(["shelf_id"], ["shelves.id"], name="fk_shelf", ondelete="CASCADE"),
    sa.ForeignKeyConstraint(["rack_id"], ["racks.id"], name="fk_rack"),
    sa.CheckConstraint("price >= 0", name="ck_price"),
    sa.CheckConstraint("pages > 0", name="ck_pages"),
    sa.Index("ix_price", "price", unique=True),
    sa.Index("ix_pages", "pages", sqlite_where=sa.text("price > 0"), postgresql_where=sa.text("price > 0")),
    sa.Index("ix_both", "price", "pages"),
    sa.Index("ix_dropped", "shelf_id"),
)
