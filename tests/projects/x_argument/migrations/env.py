from alembic import context
from sqlalchemy import create_engine

arguments = context.get_x_argument(as_dictionary=True)
unknown = set(arguments) - {"dburl", "tenant"}
if unknown:
    raise SystemExit(f"unknown -x arguments: {unknown}")
engine = create_engine(arguments["dburl"])
with engine.connect() as connection:
    context.configure(connection=connection, target_metadata=None)
    with context.begin_transaction():
        context.run_migrations()
