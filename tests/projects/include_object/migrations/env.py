from alembic import context
from sqlalchemy import engine_from_config

from models import Base

LEFT_TO_OTHERS = {"spatial_ref_sys", "celery_taskmeta"}


def include_object(item, name, kind, reflected, compare_to):
    return not (kind == "table" and name in LEFT_TO_OTHERS)


engine = engine_from_config(context.config.get_section("alembic"), prefix="sqlalchemy.")
with engine.connect() as connection:
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        include_object=include_object,
        compare_type=True,
        render_as_batch=True,
    )
    with context.begin_transaction():
        context.run_migrations()
