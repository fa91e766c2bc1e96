"""When a page was viewed"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade(engine_name):
    globals()["upgrade_%s" % engine_name]()


def downgrade(engine_name):
    globals()["downgrade_%s" % engine_name]()


def upgrade_():
    pass


def downgrade_():
    pass


def upgrade_statistics():
    with op.batch_alter_table("views") as views:
        views.add_column(sa.Column("viewed_at", sa.DateTime(), nullable=True))


def downgrade_statistics():
    with op.batch_alter_table("views") as views:
        views.drop_column("viewed_at")
