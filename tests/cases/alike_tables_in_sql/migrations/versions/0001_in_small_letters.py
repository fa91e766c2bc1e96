"""In small letters"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade():
    op.execute(
        """
        CREATE TABLE owners (
            id integer NOT NULL,
            name varchar(20) CONSTRAINT uq_owners_name UNIQUE,
            born date DEFAULT '1970-01-01',
            made timestamp with time zone DEFAULT CURRENT_TIMESTAMP,
            seen timestamp without time zone,
            rate double precision,
            share numeric ( 8, 3 ),
            note character varying ( 30 ) DEFAULT 'CHECK (x), UNIQUE (y)',
            done boolean DEFAULT false NOT NULL, -- CONSTRAINT old CHECK (share > 1)
            CONSTRAINT pk_owners PRIMARY KEY (id),
            CONSTRAINT ck_owners CHECK (share >= 0 AND name <> 'a) UNIQUE (b')
        )
        """
    )
