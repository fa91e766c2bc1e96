"""Two keys on one column"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade():
    with op.batch_alter_table("people") as batch_op:
        batch_op.create_foreign_key("fk_people_team_2", "teams", ["team_id"], ["id"], ondelete="CASCADE")
    op.rename_table("teams", "crews")
