"""The tables of the first release, which had no migrations."""

import sqlalchemy as sa

metadata = sa.MetaData()
sa.Table(
    "accounts",
    metadata,
    sa.Column("id", sa.Integer(), nullable=False),
    sa.Column("email", sa.String(120), nullable=False),
    sa.PrimaryKeyConstraint("id", name="pk_accounts"),
)
