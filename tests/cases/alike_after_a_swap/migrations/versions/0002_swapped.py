"""One row for each name, in a new table under the old name"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade():
    op.create_table(
        "names",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(20)),
        sa.PrimaryKeyConstraint("id", name="pk_names"),
    )
    op.execute("INSERT INTO names (name) SELECT name FROM packages GROUP BY name")
    op.drop_table("packages")
    op.rename_table("names", "packages")
    with op.batch_alter_table("packages") as batch_op:
        batch_op.create_unique_constraint("uq_packages_name", ["name"])
