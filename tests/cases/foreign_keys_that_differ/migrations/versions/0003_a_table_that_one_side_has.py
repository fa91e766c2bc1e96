"""A table that one side has"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade():
    if op.get_bind().dialect.name == "sqlite":
        op.create_table("nests", sa.Column("id", sa.Integer(), primary_key=True))
        op.create_table("birds", sa.Column("id", sa.Integer(), primary_key=True), sa.Column("nest_id", sa.Integer()))
        with op.batch_alter_table("birds") as batch_op:
            batch_op.create_foreign_key("fk_birds_nest", "nests", ["nest_id"], ["id"])
    else:
        op.create_table("birds", sa.Column("id", sa.Integer(), primary_key=True), sa.Column("nest_id", sa.Integer()))
