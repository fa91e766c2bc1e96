"""Partitions, of which one has partitions of its own"""

from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade():
    if op.get_bind().dialect.name == "postgresql":
        op.execute("CREATE TABLE days_2024 PARTITION OF days FOR VALUES FROM ('2024-01-01') TO ('2025-01-01')")
        op.execute("CREATE TABLE days_rest PARTITION OF days DEFAULT PARTITION BY HASH (id)")
        op.execute("CREATE TABLE days_rest_0 PARTITION OF days_rest FOR VALUES WITH (MODULUS 2, REMAINDER 0)")
        op.execute("CREATE TABLE days_rest_1 PARTITION OF days_rest FOR VALUES WITH (MODULUS 2, REMAINDER 1)")
        op.execute("CREATE FUNCTION stamp() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$")
        op.execute("CREATE TRIGGER tr_days AFTER INSERT ON days FOR EACH ROW EXECUTE FUNCTION stamp()")
    else:
        op.execute("CREATE TRIGGER tr_days AFTER INSERT ON days BEGIN SELECT 1; END")
