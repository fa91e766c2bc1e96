"""The models know the whole tables, and none of their partitions"""

import sqlalchemy as sa

metadata = sa.MetaData()

days = sa.Table(
    "days",
    metadata,
    sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
    sa.Column("day", sa.Date(), nullable=False),
    sa.Column("visitors", sa.Integer(), index=True),
    sa.PrimaryKeyConstraint("id", "day", name="pk_days"),
    postgresql_partition_by="RANGE (day)",
)
notes = sa.Table(
    "notes",
    metadata,
    sa.Column("id", sa.Integer(), nullable=False),
    sa.Column("day_id", sa.Integer()),
    sa.Column("day", sa.Date()),
    sa.PrimaryKeyConstraint("id", name="pk_notes"),
    sa.ForeignKeyConstraint(["day_id", "day"], ["days.id", "days.day"], name="fk_notes_days"),
)
