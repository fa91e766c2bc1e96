"""Conditions"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def partial(name, sqlite, postgresql):
    op.create_index(name, "films", ["a"], sqlite_where=sqlite, postgresql_where=postgresql)


def upgrade():
    active = sa.column("active", sa.Boolean())
    partial("if_1", sa.text("active"), sa.text("active"))
    partial("if_2", sa.text("active = 1"), sa.text("active"))
    partial("if_3", sa.text("active = 1"), sa.text("active = true"))
    partial("if_4", sa.text("active = 0"), sa.text("NOT active"))
    partial("if_5", sa.text("active IS 1"), sa.text("active IS TRUE"))
    partial("if_6", sa.text("active IS NOT 0"), sa.text("active IS NOT FALSE"))
    partial("if_7", sa.text("active=1 and gone_at is null"), sa.text("active AND gone_at IS NULL"))
    partial("if_8", sa.text("gone_at IS NULL"), sa.text("gone_at IS NULL"))
    partial("if_9", sa.text("b IN ('WHERE', '(')"), sa.text("b IN ('WHERE', '(')"))
    partial("if_10", active == sa.true(), active == sa.true())
    partial("if_11", active.is_(True), active.is_(True))
    partial("if_12", sa.and_(~active, sa.column("a") > 3), sa.and_(~active, sa.column("a") > 3))
