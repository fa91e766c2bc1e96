import re

from alembic import context
from sqlalchemy import engine_from_config, pool

config = context.config
db_names = config.get_main_option("databases", "")


def run_migrations_online() -> None:
    engines = {}
    for name in re.split(r",\s*", db_names):
        engines[name] = rec = {}
        rec["engine"] = engine_from_config(
            config.get_section(name, {}), prefix="sqlalchemy.", poolclass=pool.NullPool
        )
    for rec in engines.values():
        rec["connection"] = connection = rec["engine"].connect()
        rec["transaction"] = connection.begin()
    try:
        for name, rec in engines.items():
            context.configure(
                connection=rec["connection"], upgrade_token=f"{name}_upgrades", downgrade_token=f"{name}_downgrades"
            )
            context.run_migrations(engine_name=name)
        for rec in engines.values():
            rec["transaction"].commit()
    except BaseException:
        for rec in engines.values():
            rec["transaction"].rollback()
        raise
    finally:
        for rec in engines.values():
            rec["connection"].close()


run_migrations_online()
