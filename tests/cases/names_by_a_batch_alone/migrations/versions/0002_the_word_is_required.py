"""The word is required"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade():
    convention = {"uq": "uq_%(table_name)s_%(column_0_name)s"}
    with op.batch_alter_table("tags", naming_convention=convention) as batch_op:
        batch_op.alter_column("word", existing_type=sa.String(20), nullable=False)
