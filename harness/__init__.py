"""migration-parity: one Alembic history on SQLite and on PostgreSQL, compared at every revision."""
