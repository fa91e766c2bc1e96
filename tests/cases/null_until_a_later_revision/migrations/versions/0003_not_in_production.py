"""Not in production"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade():
    if op.get_bind().dialect.name == "postgresql":
        op.alter_column("trips", "goal", existing_type=sa.String(20), nullable=True)
