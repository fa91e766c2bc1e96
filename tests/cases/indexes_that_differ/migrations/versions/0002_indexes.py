"""Indexes"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade():
    on_postgresql = op.get_bind().dialect.name == "postgresql"
    op.create_index("ix_condition", "cars", ["year"], postgresql_where=sa.text("year > 2000"))
    op.create_index(
        "ix_conditions",
        "cars",
        ["year", "id"],
        sqlite_where=sa.text("year > 1999"),
        postgresql_where=sa.text("year > 2000"),
    )
    op.create_index("ix_unique", "cars", ["plate"], unique=on_postgresql)
    op.create_index("ix_order", "cars", [sa.text("year DESC" if on_postgresql else "year")])
    op.create_index("ix_columns", "cars", ["year", "plate"] if on_postgresql else ["plate", "year"])
    op.create_index("ix_expression", "cars", [sa.text("lower(plate)" if on_postgresql else "upper(plate)")])
    op.create_index("ix_case", "cars", [sa.text("plate" if on_postgresql else "plate COLLATE NOCASE")], unique=True)
    op.create_index("ix_alike", "cars", [sa.text("lower(plate)" if on_postgresql else "plate COLLATE NOCASE")], unique=True)
    op.create_index("ix_name_1" if on_postgresql else "ix_name_2", "cars", ["plate", "id"])
    if on_postgresql:
        op.create_index("ix_only", "cars", ["id", "year"])
