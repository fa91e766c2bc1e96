from alembic import context
from sqlalchemy import engine_from_config

engine = engine_from_config(context.config.get_section("alembic"), prefix="sqlalchemy.")
with engine.connect().execution_options(schema_translate_map={"ledger": None}) as connection:
    context.configure(connection=connection)
    with context.begin_transaction():
        context.run_migrations()
