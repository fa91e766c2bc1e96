"""One account for each address"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade():
    with op.batch_alter_table("accounts") as accounts:
        accounts.create_unique_constraint("uq_accounts_email", ["email"])


def downgrade():
    with op.batch_alter_table("accounts") as accounts:
        accounts.drop_constraint("uq_accounts_email", type_="unique")
