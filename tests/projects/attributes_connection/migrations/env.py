from alembic import context

connection = context.config.attributes["connection"]  # the application runs its migrations itself
context.configure(connection=connection, target_metadata=None)
with context.begin_transaction():
    context.run_migrations()
