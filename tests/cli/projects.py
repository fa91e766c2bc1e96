"""Small plain Alembic projects, written by the tests."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

ENV = """\
import sqlalchemy as sa
from alembic import context
{extra}
engine = sa.create_engine("sqlite:///app.db", poolclass=sa.pool.NullPool)
with engine.connect() as connection:
    context.configure(connection=connection)
    with context.begin_transaction():
        context.run_migrations()
"""

REVISION = '''\
"""{message}"""

import sqlalchemy as sa
from alembic import op

revision = {revision!r}
down_revision = {parent!r}


def upgrade():
{code}
'''

SAME = """\
op.create_table("items", sa.Column("id", sa.Integer(), primary_key=True), sa.Column("label", sa.String(20)))"""

DIFFERENT = """\
if op.get_bind().dialect.name == "postgresql":
    op.alter_column("items", "label", nullable=False)"""

SLEEPING = """\
import os, pathlib
if op.get_bind().dialect.name == "postgresql":
    pathlib.Path(os.environ["SLEEPING"]).touch()
    op.execute("SELECT pg_sleep(600)")"""


def write_project(directory: Path, *codes: str, env: str = "", names: tuple[str, ...] = ()) -> Path:
    """Write a project with a revision for each piece of code, and give its directory; `env` is added to env.py."""
    versions = directory / "migrations" / "versions"
    versions.mkdir(parents=True)
    (directory / "alembic.ini").write_text("[alembic]\nscript_location = migrations\n")
    (directory / "migrations" / "env.py").write_text(ENV.format(extra=env))
    parent = None
    for number, code in enumerate(codes, start=1):
        revision = f"{number:04}"
        name = names[number - 1] if names else f"step {number}"
        write_revision(directory, revision, parent, code, message=name)
        parent = revision
    return directory


def write_revision(directory: Path, revision: str, parent: str | None, code: str, *, message: str = "a step") -> None:
    """Write one revision."""
    text = REVISION.format(message=message, revision=revision, parent=parent, code=textwrap.indent(code, "    "))
    (directory / "migrations" / "versions" / f"{revision}_step.py").write_text(text, "utf-8")
