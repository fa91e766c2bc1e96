"""carts and store slugs

Revision ID: b30f56e1ffd1
Revises: 58a7ee555e07, 95b87fdd335a
Create Date: 2026-11-22 19:39:20.038122

"""
from alembic import op
import sqlalchemy as sa


# revision identifiers, used by Alembic.
revision = 'b30f56e1ffd1'
down_revision = ('58a7ee555e07', '95b87fdd335a')
branch_labels = None
depends_on = None


def upgrade():
    pass


def downgrade():
    pass
