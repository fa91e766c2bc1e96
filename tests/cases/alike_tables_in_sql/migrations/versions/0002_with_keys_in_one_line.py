"""With keys in one line"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade():
    op.execute(
        "CREATE TABLE dogs (id INT CONSTRAINT pk_dogs PRIMARY KEY NOT NULL, owner_id INTEGER NOT NULL"
        " CONSTRAINT fk_dogs_owner REFERENCES owners ON DELETE CASCADE, age SMALLINT CONSTRAINT ck_dogs_age CHECK (age > 0),"
        " tag CHAR(4), /* , UNIQUE (tag) */ weight NUMERIC(5,2) DEFAULT 1.50)"
    )
    op.execute("CREATE UNIQUE INDEX ux_dogs_tag ON dogs (tag, lower(tag)) WHERE age > 1")
    op.execute("ALTER TABLE dogs ADD COLUMN colour text DEFAULT 'brown'")
    op.execute("ALTER TABLE dogs RENAME COLUMN colour TO color")
