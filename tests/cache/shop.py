"""A project whose revisions, env.py and modules the tests change."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from pathlib import Path

ENV = """\
import shop.models
from alembic import context
from sqlalchemy import engine_from_config, pool

engine = engine_from_config(context.config.get_section("alembic"), poolclass=pool.NullPool)
with engine.connect() as connection:
    metadata = shop.models.Base.metadata
    context.configure(connection=connection, target_metadata=metadata, render_as_batch=True)
    with context.begin_transaction():
        context.run_migrations()
"""
BASE = """\
from sqlalchemy import MetaData
from sqlalchemy.orm import DeclarativeBase

class Base(DeclarativeBase):
    metadata = MetaData(naming_convention={"uq": "uq_%(table_name)s_%(column_0_name)s"})
"""
MODELS = """\
import sqlalchemy as sa
from sqlalchemy.orm import mapped_column
from shop.base import Base

class Item(Base):
    __tablename__ = "items"
    id = mapped_column(sa.Integer, primary_key=True)
    label = mapped_column(sa.String(30), nullable=False)
    kind = mapped_column(sa.Integer)
"""
REVISION = """\
import sqlalchemy as sa
from alembic import op
{imports}
revision = "{number:04}"
down_revision = {parent!r}

def upgrade():
    {body}
"""
ID = 'sa.Column("id", sa.Integer, primary_key=True)'
TABLE = f'op.create_table("items", {ID}, sa.Column("label", sa.String(30), nullable=False))'
HELPER = "SIZE = 20\n"
FROM_HELPER = f'op.create_table("notes", {ID}, sa.Column("text", sa.String(helper.SIZE)))'
FROM_FILE = """\
for line in (Path(__file__).parents[2] / "seed.txt").read_text().split():
        op.execute(f"INSERT INTO items (id, label) VALUES ({line}, 'seed')")"""
ADD: Final = """\
with op.batch_alter_table("items") as batch:
        batch.add_column(sa.Column("kind", sa.Integer))"""


class Shop:
    """Three revisions: a table, one made with the help of a module, rows from a file. A fourth may follow."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.write("alembic.ini", "[alembic]\nscript_location = migrations\nsqlalchemy.url = sqlite:///dev.db\n")
        self.write("migrations/env.py", ENV)
        self.write("shop/__init__.py", "")
        self.write("shop/base.py", BASE)
        self.write("shop/models.py", MODELS)
        self.write("shop/helper.py", HELPER)
        self.write("seed.txt", "7 8")
        self.revision(1, TABLE)
        self.revision(2, FROM_HELPER, "from shop import helper\n")
        self.revision(3, FROM_FILE, "from pathlib import Path\n")

    def write(self, name: str, text: str) -> None:
        """Write a file of the project."""
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)

    def change(self, name: str, old: str, new: str) -> None:
        """Replace what stands in a file."""
        text = (self.root / name).read_text()
        assert old in text
        self.write(name, text.replace(old, new))

    def revision(self, number: int, body: str, imports: str = "", parent: int | None = None) -> None:
        """Write a revision, which follows the one before."""
        above = number - 1 if parent is None else parent
        text = REVISION.format(number=number, parent=f"{above:04}" if above else None, body=body, imports=imports)
        self.write(f"migrations/versions/{number:04}_step.py", text)
