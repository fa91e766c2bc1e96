from alembic import context
from sqlalchemy import create_engine, pool

import ledger

engine = create_engine(ledger.STORE, poolclass=pool.NullPool)
with engine.connect() as connection:
    context.configure(connection=connection, target_metadata=None)
    with context.begin_transaction():
        context.run_migrations()
