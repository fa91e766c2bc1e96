"""Views and triggers"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade():
    op.execute("CREATE VIEW dear_parts AS SELECT id, price FROM parts WHERE price > 1000")
    op.execute('CREATE VIEW "Cheap Parts" AS SELECT id FROM parts')
    if op.get_bind().dialect.name == "postgresql":
        op.execute("CREATE MATERIALIZED VIEW part_names AS SELECT name FROM parts")
        op.execute(
            "CREATE FUNCTION note_sale() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN INSERT INTO sales VALUES (NEW.id); RETURN NEW; END $$"
        )
        op.execute("CREATE TRIGGER tr_parts AFTER UPDATE ON parts FOR EACH ROW EXECUTE FUNCTION note_sale()")
        op.execute("CREATE SEQUENCE invoices")
    else:
        op.execute("CREATE VIEW part_names AS SELECT name FROM parts")
        op.execute("CREATE TRIGGER tr_parts AFTER UPDATE ON parts BEGIN INSERT INTO sales VALUES (NEW.id); END")
