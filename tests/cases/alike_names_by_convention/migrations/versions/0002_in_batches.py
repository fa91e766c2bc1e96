"""In batches"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade():
    convention = {
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    }
    with op.batch_alter_table("customers", naming_convention=convention) as batch_op:
        batch_op.add_column(sa.Column("phone", sa.String(20), nullable=True))
        batch_op.add_column(sa.Column("agent_id", sa.Integer(), nullable=True))
        batch_op.create_unique_constraint(None, ["phone"])
        batch_op.create_foreign_key(None, "customers", ["agent_id"], ["id"])
        batch_op.create_check_constraint("phone", "phone <> ''")
    with op.batch_alter_table("customers") as batch_op:
        batch_op.drop_constraint(op.f("uq_customers_phone"), type_="unique")
        batch_op.create_unique_constraint(None, ["phone", "email"])
        batch_op.alter_column("email", existing_type=sa.String(80), nullable=False)
