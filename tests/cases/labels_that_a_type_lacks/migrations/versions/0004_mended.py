"""The labels of members are mended"""

from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade():
    if op.get_bind().dialect.name == "postgresql":
        op.execute("ALTER TYPE state ADD VALUE 'active'")
        op.execute("ALTER TYPE state ADD VALUE 'banned'")
