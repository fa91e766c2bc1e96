"""Write new members into the journal"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade():
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            "CREATE FUNCTION note_member() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN INSERT INTO journal VALUES (NEW.id); RETURN NEW; END $$"
        )
        op.execute("CREATE TRIGGER tr_members AFTER INSERT ON members FOR EACH ROW EXECUTE FUNCTION note_member()")
    else:
        op.execute("CREATE TRIGGER tr_members AFTER INSERT ON members BEGIN INSERT INTO journal VALUES (NEW.id); END")
