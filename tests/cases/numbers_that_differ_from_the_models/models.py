"""Models whose keys number themselves, and some that do not."""

import sqlalchemy as sa

metadata = sa.MetaData()


def table(name, kind, *more, keys=("id",), **options):
    """Declare a table with a key."""
    columns = [sa.Column("id", kind, *more, **options), sa.Column("other", sa.Integer, nullable=False)]
    sa.Table(name, metadata, *columns, sa.PrimaryKeyConstraint(*keys, name=f"pk_{name}"))


table("given", sa.Integer)
table("wide", sa.BigInteger)
table("by_identity", sa.BigInteger, sa.Identity())
table("as_the_models_say", sa.Integer, autoincrement=False)
table("numbered_all_the_same", sa.Integer, autoincrement=False)
table("of_another_key", sa.Integer)
table("lost", sa.Integer)
