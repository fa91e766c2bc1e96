"""As the fixes of the findings say"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade():
    if op.get_context().dialect.name == "sqlite":
        with op.batch_alter_table("books", naming_convention={"fk": "fk_of_%(column_0_name)s"}) as batch_op:
            batch_op.drop_constraint(op.f("fk_of_shelf"), type_="foreignkey")
            batch_op.create_foreign_key(op.f("fk_books_shelf"), "shelves", ["shelf"], ["id"], ondelete="CASCADE")
        with op.batch_alter_table("books", naming_convention={"uq": "uq_of_%(column_0_name)s"}) as batch_op:
            batch_op.drop_constraint(op.f("uq_of_isbn"), type_="unique")
            batch_op.create_unique_constraint(op.f("uq_books_isbn"), ["isbn"])
