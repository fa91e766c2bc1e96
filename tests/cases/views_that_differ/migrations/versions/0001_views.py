"""Views"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade():
    postgresql = op.get_bind().dialect.name == "postgresql"
    op.create_table(
        "books",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("year", sa.Integer()),
        sa.Column("sold", sa.Boolean()),
        sa.Column("title", sa.String(50)),
        sa.Column("made_at", sa.DateTime()),
    )
    op.execute("CREATE VIEW old_books AS SELECT id FROM books WHERE year < %d" % (1900 if postgresql else 1950))
    op.execute("CREATE VIEW every_book AS SELECT * FROM books")
    op.execute("CREATE VIEW years AS SELECT id, year FROM books")
    op.execute("CREATE VIEW sold (book, name) AS SELECT id, upper(title) FROM books WHERE " + ("sold" if postgresql else "sold = 1"))
    op.execute("CREATE VIEW sold_a AS SELECT book FROM sold WHERE name LIKE 'A%'")
    op.execute("CREATE VIEW newest AS WITH n AS (SELECT id, row_number() OVER (PARTITION BY year ORDER BY id) AS place FROM books) "
               "SELECT id FROM n WHERE place = 1 UNION ALL SELECT count(*) FROM n -- all of them")
    op.execute("CREATE VIEW ages AS SELECT id, %s AS age FROM books"
               % ("extract(epoch FROM now() - made_at)" if postgresql else "unixepoch('now') - unixepoch(made_at)"))
