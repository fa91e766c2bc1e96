"""The env.py of every case that has none of its own: the models beside it, and the URL of the configuration."""

import sqlalchemy as sa
from alembic import context

try:
    from models import metadata
except ImportError:
    metadata = None

engine = sa.create_engine(context.config.get_main_option("sqlalchemy.url"), poolclass=sa.pool.NullPool)
with engine.connect() as connection:
    context.configure(connection=connection, target_metadata=metadata, render_as_batch=True)
    with context.begin_transaction():
        context.run_migrations()
