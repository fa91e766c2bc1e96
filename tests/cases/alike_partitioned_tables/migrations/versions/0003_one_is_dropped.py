"""One comes later, one goes"""

from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade():
    if op.get_bind().dialect.name == "postgresql":
        op.execute("ALTER TABLE days_rest DETACH PARTITION days_rest_1")
        op.execute("DROP TABLE days_rest_1")
        op.execute("CREATE TABLE days_2025 (LIKE days INCLUDING ALL)")
        op.execute("ALTER TABLE days ATTACH PARTITION days_2025 FOR VALUES FROM ('2025-01-01') TO ('2026-01-01')")
