from logging.config import fileConfig

from alembic import context
from flask import current_app
from sqlalchemy import engine_from_config, pool

config = context.config
fileConfig(config.config_file_name)
config.set_main_option("sqlalchemy.url", current_app.config.get("SQLALCHEMY_DATABASE_URI"))
target_metadata = current_app.extensions["migrate"].db.metadata

engine = engine_from_config(config.get_section(config.config_ini_section), prefix="sqlalchemy.", poolclass=pool.NullPool)
connection = engine.connect()
context.configure(
    connection=connection, target_metadata=target_metadata, **current_app.extensions["migrate"].configure_args
)
try:
    with context.begin_transaction():
        context.run_migrations()
finally:
    connection.close()
