"""What a check costs beside plain Alembic. Not part of the distribution."""
