"""Tables"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade():
    postgresql = op.get_bind().dialect.name == "postgresql"
    op.create_table("events", sa.Column("id", sa.Integer(), primary_key=True), sa.Column("kind", sa.Integer()))
    op.create_table("visits", sa.Column("id", sa.Integer(), nullable=False), sa.Column("page", sa.Integer()))
    op.create_table("codes", sa.Column("id", sa.Integer(), primary_key=True, autoincrement=False))
    if postgresql:
        op.create_unique_constraint("uq_events_kind", "events", ["kind"])
        op.execute("CREATE TABLE notes (id serial PRIMARY KEY, text varchar(50) NOT NULL)")
    else:
        op.create_index("uq_events_kind", "events", ["kind"], unique=True)
        op.execute("CREATE TABLE notes (id INTEGER PRIMARY KEY, text VARCHAR(50) NOT NULL ON CONFLICT IGNORE)")
