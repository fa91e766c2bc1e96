from alembic import context
from sqlalchemy import create_engine, event
from sqlalchemy.engine import Engine

import config

if config.IS_SQLITE:

    @event.listens_for(Engine, "connect")
    def on_connect(dbapi_connection, record):
        dbapi_connection.execute("PRAGMA foreign_keys = ON")


engine = create_engine(config.URL, **({} if config.IS_SQLITE else {"pool_size": 5, "client_encoding": "utf8"}))
with engine.connect() as connection:
    context.configure(connection=connection, target_metadata=None, render_as_batch=config.IS_SQLITE)
    with context.begin_transaction():
        context.run_migrations()
