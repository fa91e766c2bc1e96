"""Written by hand"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade():
    op.execute("CREATE TABLE Clients (id INTEGER PRIMARY KEY, Name VARCHAR(20))")
    op.execute("CREATE TABLE orders (Id VARCHAR(20) NOT NULL UNIQUE, total NUMERIC(8, 2))")
