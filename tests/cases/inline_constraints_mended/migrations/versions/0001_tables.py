"""Tables"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade():
    op.create_table("shelves", sa.Column("id", sa.Integer(), primary_key=True))
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            "CREATE TABLE books (id serial PRIMARY KEY, isbn integer CONSTRAINT uq_books_isbn UNIQUE, "
            "shelf integer CONSTRAINT fk_books_shelf REFERENCES shelves (id) ON DELETE CASCADE)"
        )
    else:
        op.execute(
            "CREATE TABLE books (id INTEGER PRIMARY KEY, isbn INTEGER CONSTRAINT uq_isbn UNIQUE, "
            "shelf INTEGER CONSTRAINT fk_books_shelf REFERENCES shelves (id))"
        )
