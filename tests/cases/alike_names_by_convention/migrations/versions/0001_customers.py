"""Customers"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade():
    op.create_table(
        "customers",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("email", sa.String(80), unique=True, index=True),
        sa.Column("parent_id", sa.Integer(), sa.ForeignKey("customers.id")),
        sa.Column("active", sa.Boolean(create_constraint=True, name="active")),
        sa.CheckConstraint("length(email) > 3", name="email"),
    )
    op.create_table(
        "contacts_of_customers_that_were_imported_from_the_old_system",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("customer_whose_contact_it_was", sa.Integer(), sa.ForeignKey("customers.id")),
        sa.Column("imported_at", sa.DateTime(), unique=True),
        sa.CheckConstraint("id > 0", name="identifier_is_positive_as_it_always_was"),
    )
    op.create_index(
        op.f("ix_contacts_of_customers_that_were_imported_from_the_old_system_imported_at"),
        "contacts_of_customers_that_were_imported_from_the_old_system",
        ["imported_at"],
    )
