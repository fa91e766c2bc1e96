import logging
from logging.config import fileConfig

from alembic import context
from sqlalchemy import engine_from_config

fileConfig(context.config.config_file_name, disable_existing_loggers=True)
logging.disable(logging.CRITICAL)
engine = engine_from_config(context.config.get_section("alembic"), prefix="sqlalchemy.")
with engine.connect() as connection:
    context.configure(connection=connection, target_metadata=None)
    with context.begin_transaction():
        context.run_migrations()
