"""Numbers"""

from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade():
    if op.get_bind().dialect.name == "postgresql":
        op.execute("SELECT setval('roles_id_seq', (SELECT max(id) FROM roles))")
