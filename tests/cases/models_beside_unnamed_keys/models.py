import sqlalchemy as sa

metadata = sa.MetaData()
sa.Table("roles", metadata, sa.Column("id", sa.BigInteger(), primary_key=True))
sa.Table(
    "users",
    metadata,
    sa.Column("id", sa.Integer(), sa.ForeignKey("roles.id", name="fk_users_roles"), primary_key=True),
    sa.Column("code", sa.String(50), unique=True, nullable=False),
)
