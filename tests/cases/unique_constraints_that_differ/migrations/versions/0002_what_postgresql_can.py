"""What PostgreSQL can"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade():
    if op.get_bind().dialect.name == "postgresql":
        op.execute("ALTER TABLE lots ADD CONSTRAINT uq_lots_code UNIQUE (code) DEFERRABLE")
        op.execute("ALTER TABLE lots ADD CONSTRAINT ex_lots_place EXCLUDE USING btree (place WITH =)")
        op.execute("ALTER TABLE lots ADD UNIQUE (code, place)")
