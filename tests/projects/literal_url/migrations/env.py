from alembic import context
from sqlalchemy import create_engine

engine = create_engine("postgresql://shop:s3cret@production.invalid:54329/shop?sslmode=require&application_name=notes")
with engine.connect() as connection:
    context.configure(connection=connection, target_metadata=None)
    with context.begin_transaction():
        context.run_migrations()
