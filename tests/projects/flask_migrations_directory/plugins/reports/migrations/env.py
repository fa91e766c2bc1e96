# the migrations of a plugin, which run elsewhere: alembic
