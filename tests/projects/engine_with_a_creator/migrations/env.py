import psycopg2
from alembic import context
from sqlalchemy import create_engine


def connect():
    """As connectors with short-lived passwords do it."""
    return psycopg2.connect(host="production.invalid", port=54329, dbname="shop", user="shop", password="s3cret")


engine = create_engine("postgresql+psycopg2://", creator=connect)
with engine.connect() as connection:
    context.configure(connection=connection, target_metadata=None)
    with context.begin_transaction():
        context.run_migrations()
