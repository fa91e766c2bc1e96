"""every product has a title"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade():
    with op.batch_alter_table("products") as batch_op:
        batch_op.alter_column("title", existing_type=sa.String(200), nullable=False)


def downgrade():
    raise NotImplementedError
