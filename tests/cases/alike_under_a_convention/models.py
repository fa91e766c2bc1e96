import sqlalchemy as sa

CONVENTION = {"ck": "ck_%(table_name)s_%(constraint_name)s", "pk": "pk_%(table_name)s"}
metadata = sa.MetaData(naming_convention=CONVENTION)
sa.Table("items", metadata, sa.Column("id", sa.Integer(), primary_key=True), sa.Column("size", sa.Integer()))
