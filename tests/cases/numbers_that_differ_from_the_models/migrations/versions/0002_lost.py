from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade():
    if op.get_context().dialect.name == "postgresql":
        op.alter_column("lost", "id", server_default=None)
