import os
import sys

from alembic import context
from sqlalchemy import engine_from_config

print('{"event": "applied"}')
os.write(1, b"written to the descriptor itself\n")
print("is this production?", file=sys.stderr)
if sys.stdin.isatty() or sys.stdin.read().strip() == "stop":
    raise SystemExit("not confirmed")
engine = engine_from_config(context.config.get_section("alembic"), prefix="sqlalchemy.")
with engine.connect() as connection:
    context.configure(connection=connection, target_metadata=None)
    with context.begin_transaction():
        context.run_migrations()
