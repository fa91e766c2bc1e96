from logging.config import fileConfig

from alembic import context
from flask import current_app

config = context.config
fileConfig(config.config_file_name)
target_db = current_app.extensions["migrate"].db


def get_engine(bind_key=None):
    try:
        # this works with Flask-SQLAlchemy<3 and Alchemical
        return target_db.get_engine(bind=bind_key)
    except (TypeError, AttributeError):
        # this works with Flask-SQLAlchemy>=3
        return target_db.engines.get(bind_key)


def get_engine_url(bind_key=None):
    return get_engine(bind_key).url.render_as_string(hide_password=False).replace("%", "%%")


config.set_main_option("sqlalchemy.url", get_engine_url())
bind_names = list(current_app.config["SQLALCHEMY_BINDS"].keys())
for bind in bind_names:
    context.config.set_section_option(bind, "sqlalchemy.url", get_engine_url(bind_key=bind))


def get_metadata(bind):
    return target_db.metadatas[bind or None]


def run_migrations_online():
    conf_args = current_app.extensions["migrate"].configure_args
    engines = {"": {"engine": get_engine()}}
    for name in bind_names:
        engines[name] = {"engine": get_engine(bind_key=name)}
    for rec in engines.values():
        rec["connection"] = connection = rec["engine"].connect()
        rec["transaction"] = connection.begin()
    try:
        for name, rec in engines.items():
            context.configure(
                connection=rec["connection"],
                upgrade_token="%s_upgrades" % name,
                downgrade_token="%s_downgrades" % name,
                target_metadata=get_metadata(name),
                **conf_args
            )
            context.run_migrations(engine_name=name)
        for rec in engines.values():
            rec["transaction"].commit()
    except:
        for rec in engines.values():
            rec["transaction"].rollback()
        raise
    finally:
        for rec in engines.values():
            rec["connection"].close()


run_migrations_online()
