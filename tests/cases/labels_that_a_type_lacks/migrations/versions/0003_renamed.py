"""The column gets another name, and is wrong as before"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade():
    op.alter_column("orders", "state", new_column_name="progress", existing_type=sa.String(4))
