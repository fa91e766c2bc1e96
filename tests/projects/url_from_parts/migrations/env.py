import os

from alembic import context
from dotenv import load_dotenv
from sqlalchemy import URL, create_engine

load_dotenv()
url = URL.create(
    "postgresql+psycopg2",
    username=os.environ["POSTGRES_USER"],
    password=os.environ["POSTGRES_PASSWORD"],
    host=os.environ["POSTGRES_HOST"],
    port=int(os.environ["POSTGRES_PORT"]),
    database=os.environ["POSTGRES_DB"],
)
engine = create_engine(url, client_encoding="utf8", connect_args={"sslmode": "require", "application_name": "notes"})
with engine.connect() as connection:
    context.configure(connection=connection, target_metadata=None)
    with context.begin_transaction():
        context.run_migrations()
