"""No check"""

from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade():
    with op.batch_alter_table("items") as batch:
        batch.drop_constraint("positive", type_="check")
