"""refused on one side"""

from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade():
    if op.get_bind().dialect.name == "postgresql":
        op.execute("""SELECT '</script><b>&amp;' FROM "no ]]> such" """)


def downgrade():
    raise NotImplementedError
