"""Label"""

from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade():
    if op.get_bind().dialect.name == "postgresql":
        op.execute("ALTER TYPE item_state ADD VALUE 'late'")
