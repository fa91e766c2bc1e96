import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def table(name, kind, *keys, **options):
    columns = [sa.Column("id", kind, **options), sa.Column("other", sa.Integer(), nullable=False)]
    op.create_table(name, *columns, sa.PrimaryKeyConstraint(*keys, name=f"pk_{name}"))


def upgrade():
    table("given", sa.Integer(), "id", autoincrement=False)
    table("wide", sa.BigInteger(), "id", autoincrement=False)
    table("by_identity", sa.BigInteger(), "id", autoincrement=False)
    table("as_the_models_say", sa.Integer(), "id", autoincrement=False)
    table("numbered_all_the_same", sa.Integer(), "id")
    table("of_another_key", sa.Integer(), "id", "other", autoincrement=False)
    table("lost", sa.Integer(), "id")
