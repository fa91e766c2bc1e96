"""Languages"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade():
    op.add_column("books", sa.Column("language", sa.String(2)))
