"""The worker: runs one project's history on one database, in the project's own interpreter.

It imports the standard library, SQLAlchemy, Alembic and, where the project uses it, Flask; nothing else of harness.
The parent starts it with `bootstrap.py` and talks JSON lines with it.
"""
