from alembic import context
from sqlalchemy import engine_from_config, pool

config = context.config
engine = engine_from_config(
    {"sqlalchemy.url": "sqlite://"}, prefix="sqlalchemy.", poolclass=pool.StaticPool
)
with engine.connect() as connection:
    context.configure(connection=connection, target_metadata=None)
    with context.begin_transaction():
        context.run_migrations()
