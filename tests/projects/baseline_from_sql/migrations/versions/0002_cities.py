"""Cities of a country"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade():
    op.create_table(
        "cities",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("country", sa.String(2), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_cities"),
        sa.ForeignKeyConstraint(["country"], ["countries.code"], name="fk_cities_country"),
    )


def downgrade():
    op.drop_table("cities")
