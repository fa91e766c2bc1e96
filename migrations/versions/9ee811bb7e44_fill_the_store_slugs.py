"""fill the store slugs

Revision ID: 9ee811bb7e44
Revises: 7bb90f8ea621
Create Date: 2026-11-22 19:38:48.201979

"""
import re

from alembic import op
import sqlalchemy as sa


# revision identifiers, used by Alembic.
revision = '9ee811bb7e44'
down_revision = '7bb90f8ea621'
branch_labels = None
depends_on = None

store = sa.table(
    'store',
    sa.column('id', sa.Integer),
    sa.column('name', sa.String),
    sa.column('slug', sa.String),
)

# Room for a hyphen and an id within the 255 characters that PostgreSQL enforces.
LONGEST_BASE = 240


def upgrade():
    connection = op.get_bind()
    taken = set()
    for store_id, name in connection.execute(sa.select(store.c.id, store.c.name).order_by(store.c.id)).all():
        slug = re.sub(r'[^a-z0-9]+', '-', name.lower()).strip('-')[:LONGEST_BASE] or 'store'
        while slug in taken:
            slug = f'{slug}-{store_id}'
        taken.add(slug)
        connection.execute(sa.update(store).where(store.c.id == store_id).values(slug=slug))


def downgrade():
    pass
