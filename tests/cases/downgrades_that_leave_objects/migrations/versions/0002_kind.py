"""Another enum"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

KIND = sa.Enum("a", "b", name="kind", create_constraint=False)


def upgrade():
    KIND.create(op.get_bind(), checkfirst=True)
    op.add_column("items", sa.Column("kind", KIND))


def downgrade():
    op.drop_column("items", "kind")
