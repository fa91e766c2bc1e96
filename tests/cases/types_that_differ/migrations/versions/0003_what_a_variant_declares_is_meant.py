"""What a variant declares is meant"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0003"
down_revision = "0002"


def upgrade():
    op.add_column("probes", sa.Column("address", sa.Text().with_variant(postgresql.INET(), "postgresql")))
    op.add_column("probes", sa.Column("name", sa.Text().with_variant(sa.Text(collation="NOCASE"), "sqlite")))
