import os

from alembic import context
from sqlalchemy import create_engine, pool

url = os.environ.get("DATABASE_URL", "sqlite:///dev.db")
if url.startswith("postgres://"):  # as hosting platforms hand it out
    url = url.replace("postgres://", "postgresql://", 1)
engine = create_engine(url, poolclass=pool.NullPool)
with engine.connect() as connection:
    context.configure(connection=connection, target_metadata=None)
    with context.begin_transaction():
        context.run_migrations()
