import sqlalchemy as sa

metadata = sa.MetaData(
    naming_convention={
        "ix": "ix_%(column_0_label)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)

customers = sa.Table(
    "customers",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("email", sa.String(80), unique=True, index=True, nullable=False),
    sa.Column("parent_id", sa.Integer, sa.ForeignKey("customers.id")),
    sa.Column("active", sa.Boolean(create_constraint=True, name="active")),
    sa.Column("phone", sa.String(20)),
    sa.Column("agent_id", sa.Integer, sa.ForeignKey("customers.id")),
    sa.CheckConstraint("length(email) > 3", name="email"),
    sa.CheckConstraint("phone <> ''", name="phone"),
    sa.UniqueConstraint("phone", "email"),
)
contacts = sa.Table(
    "contacts_of_customers_that_were_imported_from_the_old_system",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("customer_whose_contact_it_was", sa.Integer, sa.ForeignKey("customers.id")),
    sa.Column("imported_at", sa.DateTime, index=True),
    sa.UniqueConstraint("imported_at"),
    sa.CheckConstraint("id > 0", name="identifier_is_positive_as_it_always_was"),
)
