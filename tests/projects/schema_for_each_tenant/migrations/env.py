from alembic import context
from sqlalchemy import engine_from_config, inspect, text

engine = engine_from_config(context.config.get_section("alembic"), prefix="sqlalchemy.")
with engine.connect() as connection:
    if connection.dialect.name == "sqlite":
        tenants = [None]
    else:
        tenants = [name for name in inspect(connection).get_schema_names() if name in {"north", "south"}]
        connection.commit()
    for tenant in tenants:
        if tenant is not None:
            connection.execute(text(f'SET search_path TO "{tenant}"'))
            connection.commit()
            connection.dialect.default_schema_name = tenant
        context.configure(connection=connection)
        with context.begin_transaction():
            context.run_migrations()
