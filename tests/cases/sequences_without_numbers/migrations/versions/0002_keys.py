"""Keys that are given, not counted"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade():
    postgresql = op.get_bind().dialect.name == "postgresql"
    with op.batch_alter_table("users", recreate="never" if postgresql else "always") as batch:
        if postgresql:
            batch.alter_column("id", server_default=None)
        batch.alter_column("id", type_=sa.Uuid(), postgresql_using="gen_random_uuid()")
    with op.batch_alter_table("tags") as batch:
        batch.alter_column("id", type_=sa.String(20))
    if postgresql:
        op.alter_column("events", "id", server_default=None)
        op.alter_column("logs", "id", server_default=None)
    op.execute("INSERT INTO users (id, name) VALUES ('8c9b1d6e0f3a4f0b9a6f5c1d2e3f4a5b', 'Ann')")
    op.execute("INSERT INTO tags (id, name) VALUES ('5', 'five')")
    op.execute("INSERT INTO events (id, name) VALUES (7, 'seven')")
