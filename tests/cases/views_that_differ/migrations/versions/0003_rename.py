"""A column renamed, and a view made again"""

from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade():
    op.alter_column("books", "year", new_column_name="printed")
    op.execute("DROP VIEW every_book")
    op.execute("CREATE VIEW every_book AS SELECT * FROM books")
