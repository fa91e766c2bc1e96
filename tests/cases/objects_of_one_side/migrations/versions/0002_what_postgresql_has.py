"""What PostgreSQL has"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0002"
down_revision = "0001"


def upgrade():
    if op.get_bind().dialect.name == "postgresql":
        op.execute("CREATE VIEW long_posts AS SELECT id FROM posts WHERE length(body) > 1000")
        op.execute("CREATE FUNCTION keep() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NULL; END $$")
        op.execute("CREATE TRIGGER tr_keep BEFORE DELETE ON posts FOR EACH ROW EXECUTE FUNCTION keep()")
        op.add_column("posts", sa.Column("words", postgresql.TSVECTOR()))
        op.create_index("ix_posts_words", "posts", ["words"], postgresql_using="gin")
