from alembic import context
from sqlalchemy.engine import Engine

engine = context.config.attributes.get("connection")
if not isinstance(engine, Engine):
    raise RuntimeError("hand in the engine: config.attributes['connection'] = engine")
with engine.connect() as connection:
    context.configure(connection=connection, target_metadata=None)
    with context.begin_transaction():
        context.run_migrations()
