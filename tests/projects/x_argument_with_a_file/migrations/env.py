from configparser import ConfigParser

from alembic import context
from sqlalchemy import create_engine

path = context.get_x_argument(as_dictionary=True).get("config")
if path is None:
    raise SystemExit("say where the configuration is: alembic -x config=PATH upgrade head")
parser = ConfigParser(interpolation=None)
parser.read(path)
engine = create_engine(parser["store"]["url"])
with engine.connect() as connection:
    context.configure(connection=connection, target_metadata=None)
    with context.begin_transaction():
        context.run_migrations()
