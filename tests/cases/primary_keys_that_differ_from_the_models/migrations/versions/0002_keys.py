from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade():
    with op.batch_alter_table("dropped") as batch_op:
        batch_op.drop_constraint("pk_dropped", type_="primary")
    with op.batch_alter_table("changed") as batch_op:
        batch_op.drop_constraint("pk_changed", type_="primary")
        batch_op.create_primary_key("pk_changed", ["b"])
    with op.batch_alter_table("renamed") as batch_op:
        batch_op.alter_column("a", new_column_name="c")
