import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def table(name, *keys):
    columns = [sa.Column(column, sa.Integer(), nullable=False, autoincrement=False) for column in ("a", "b")]
    op.create_table(name, *columns, *([sa.PrimaryKeyConstraint(*keys, name=f"pk_{name}")] if keys else []))


def upgrade():
    table("longer", "a")
    table("shorter", "a", "b")
    table("turned", "a", "b")
    table("lacking")
    table("needless", "a")
    table("dropped", "a")
    table("changed", "a", "b")
    table("same", "a", "b")
    table("same_without")
    table("renamed", "a", "b")
    table("of_a_missing_column", "a", "b")
