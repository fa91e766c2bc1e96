from alembic import context
from alembic.runtime.migration import MigrationContext
from sqlalchemy import engine_from_config

engine = engine_from_config(context.config.get_section("alembic"), prefix="sqlalchemy.")
with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
    heads = MigrationContext.configure(connection).get_current_heads()
    print("from", heads or "nothing")
    context.configure(connection=connection)
    context.run_migrations()
