import os

from alembic import context
from dotenv import load_dotenv
from sqlalchemy import create_engine

load_dotenv(override=True)
url = os.environ["DATABASE_URL"]
options = {"connect_args": {"timeout": 5}} if url.startswith("sqlite") else {"pool_size": 2, "pool_pre_ping": True}
engine = create_engine(url, **options)
with engine.connect() as connection:
    context.configure(connection=connection, target_metadata=None)
    with context.begin_transaction():
        context.run_migrations()
