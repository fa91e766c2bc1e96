"""Books"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade():
    op.create_table(
        "books",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(80)),
        sa.Column("year", sa.Integer()),
        sa.PrimaryKeyConstraint("id", name="pk_books"),
    )
    op.create_index("ix_books_title", "books", [sa.text("lower(title)")])
    op.create_index("ux_books_title", "books", [sa.text("upper(title)")], unique=True)
    op.create_index("ix_books_year", "books", [sa.text("year DESC")])
    op.create_index(
        "ix_books_old",
        "books",
        ["title"],
        sqlite_where=sa.text("year < 1900"),
        postgresql_where=sa.text("year < 1900"),
    )
