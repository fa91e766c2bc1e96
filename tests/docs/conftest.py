"""Projects in which the examples of the documentation run."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from harness.databases.postgresql.server import PostgresqlServer
from tests.docs.pages import ROOT

if TYPE_CHECKING:
    from collections.abc import Callable

    from harness.databases import Server

MODELS = """\
from sqlalchemy import MetaData, String
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Base(DeclarativeBase):
    metadata = MetaData(naming_convention={"uq": "uq_%(table_name)s_%(column_0_name)s", "pk": "pk_%(table_name)s"})


class Item(Base):
    __tablename__ = "items"

    id: Mapped[int] = mapped_column(primary_key=True)
    sku: Mapped[str] = mapped_column(String(20), unique=True)
"""

ENV = """\
from alembic import context
from sqlalchemy import create_engine

with create_engine(context.config.get_main_option("sqlalchemy.url")).connect() as connection:
    context.configure(connection=connection)
    with context.begin_transaction():
        context.run_migrations()
"""

REVISIONS = {
    "0001_items.py": '''\
"""items"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade():
    op.create_table(
        "items",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("label", sa.String(40)),
        sa.Column("price", sa.Integer()),
        sa.PrimaryKeyConstraint("id", name="pk_items"),
        sa.CheckConstraint("price >= 0"),
    )
''',
    "0002_label_is_required.py": '''\
"""label is required"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade():
    with op.batch_alter_table("items") as batch_op:
        batch_op.alter_column("label", existing_type=sa.String(40), nullable=False)
''',
}


@pytest.fixture(scope="session")
def postgres(container_server: Server) -> str:
    """Give the URL of the shared server."""
    assert isinstance(container_server, PostgresqlServer)
    return container_server.address.url("postgres")


@pytest.fixture(scope="session")
def make_project(postgres: str) -> Callable[[str, Path], Path]:
    """Give the maker of a project: takes its name and a directory, gives the directory in which examples run.

    Every project is set to the shared server, so that no example waits for a container.
    """

    def make(name: str, directory: Path) -> Path:
        project = directory / name
        {"sample": _sample, "alembic": _alembic, "items": _items, "shop": _empty, "library": _empty}[name](project)
        with (project / "pyproject.toml").open("a", encoding="utf-8") as settings:
            settings.write(f'postgres = "{postgres}"\n')
        return project

    return make


def _sample(project: Path) -> None:
    """Copy the sample app with its history: a project of Flask-Migrate."""
    for folder in ("sample_app", "migrations"):
        shutil.copytree(ROOT / folder, project / folder, ignore=shutil.ignore_patterns("__pycache__"))
    (project / "pyproject.toml").write_text('[tool.migration-parity]\napp = "sample_app"\n')


def _alembic(project: Path) -> None:
    """Make what `alembic init` makes, and the first revision by autogenerate."""
    project.mkdir()
    (project / "models.py").write_text(MODELS)
    _run(project, "alembic", "init", "migrations")
    ini, env = project / "alembic.ini", project / "migrations" / "env.py"
    ini.write_text(ini.read_text().replace("driver://user:pass@localhost/dbname", "sqlite:///app.db"))
    text = env.read_text().replace(
        "target_metadata = None", "from models import Base\n\ntarget_metadata = Base.metadata"
    )
    env.write_text(text)
    _run(project, "alembic", "revision", "--autogenerate", "--rev-id", "0001", "-m", "items")
    (project / "pyproject.toml").write_text("[tool.migration-parity]\n")


def _items(project: Path) -> None:
    """Make the history of the README: a check without a name, lost when a batch rebuilds the table."""
    (project / "migrations" / "versions").mkdir(parents=True)
    (project / "migrations" / "env.py").write_text(ENV)
    (project / "alembic.ini").write_text("[alembic]\nscript_location = migrations\nsqlalchemy.url = sqlite:///app.db\n")
    for name, text in REVISIONS.items():
        (project / "migrations" / "versions" / name).write_text(text)
    (project / "pyproject.toml").write_text("[tool.migration-parity]\n")


def _empty(project: Path) -> None:
    """Make a directory in which the page makes everything."""
    project.mkdir()
    (project / "pyproject.toml").write_text("[tool.migration-parity]\n")


def _run(directory: Path, program: str, *arguments: str) -> None:
    own = str(Path(sys.executable).parent / program)
    done = subprocess.run([own, *arguments], cwd=directory, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
