"""In another way on each"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade():
    ignoring_case = "lower(b)" if op.get_bind().dialect.name == "postgresql" else "b COLLATE NOCASE"
    op.create_index("ix_case", "films", [sa.text(ignoring_case)], unique=True)
    op.drop_index("ix_8", "films")
