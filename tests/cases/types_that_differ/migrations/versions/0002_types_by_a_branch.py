"""Types by a branch"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade():
    on_postgresql = op.get_bind().dialect.name == "postgresql"
    op.add_column("probes", sa.Column("price", sa.Numeric(10, 2) if on_postgresql else sa.Numeric(10, 4)))
    op.add_column("probes", sa.Column("label", sa.String(10) if on_postgresql else sa.String(20)))
    op.add_column("probes", sa.Column("count", sa.Integer() if on_postgresql else sa.BigInteger()))
    op.add_column("probes", sa.Column("day", sa.Date() if on_postgresql else sa.DateTime()))
    op.add_column("probes", sa.Column("word", sa.Text() if on_postgresql else sa.Text(collation="NOCASE")))
