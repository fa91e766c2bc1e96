"""Rows"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

TABLE = {name: sa.table(name, sa.column("id"), sa.column("name")) for name in ("users", "marks")}


def upgrade():
    op.execute("INSERT INTO roles (id, name) VALUES (1, 'reader'), (2, 'writer')")
    op.bulk_insert(TABLE["users"], [{"id": 1, "name": "Ann"}, {"id": 2, "name": "Bob"}])
    if op.get_bind().dialect.name == "postgresql":
        op.execute("SELECT setval('users_id_seq', 2)")
    op.execute("INSERT INTO kinds (name) VALUES ('plain')")
    op.bulk_insert(TABLE["marks"], [{"id": 5, "name": "good"}])
    if op.get_bind().dialect.name == "postgresql":
        op.execute("ALTER SEQUENCE marks_id_seq RESTART WITH 3")
