from alembic import context
from sqlalchemy import engine_from_config

engine = engine_from_config(context.config.get_section("alembic"), prefix="sqlalchemy.")
with engine.connect() as connection:
    schema = None if connection.dialect.name == "sqlite" else "bookkeeping"
    context.configure(connection=connection, version_table="history", version_table_schema=schema)
    with context.begin_transaction():
        context.run_migrations()
