"""Another label"""

from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade():
    if op.get_bind().dialect.name == "postgresql":
        op.execute("ALTER TYPE size RENAME VALUE 'm' TO 'l'")


def downgrade():
    pass
