"""A circle"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade():
    op.create_table(
        "teams",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("leader_id", sa.Integer()),
        sa.PrimaryKeyConstraint("id", name="pk_teams"),
    )
    op.create_table(
        "people",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("team_id", sa.Integer()),
        sa.PrimaryKeyConstraint("id", name="pk_people"),
        sa.ForeignKeyConstraint(["team_id"], ["teams.id"], name="fk_people_team"),
        sa.ForeignKeyConstraint(["id"], ["nodes.id"], name="fk_people_node"),
    )
    with op.batch_alter_table("teams") as batch_op:
        batch_op.create_foreign_key("fk_teams_leader", "people", ["leader_id"], ["id"])
