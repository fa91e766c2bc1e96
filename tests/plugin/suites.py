"""Test suites of projects with migrations, run by a pytest of their own."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass
from typing import TYPE_CHECKING

from harness.rules import all_rules

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

PYTEST_INI = """\
[pytest]
addopts = --strict-config --strict-markers
filterwarnings = error
"""

ALEMBIC_INI = """\
[alembic]
script_location = migrations
sqlalchemy.url = sqlite:///app.db
"""

ENV = """\
from alembic import context
from sqlalchemy import engine_from_config

engine = engine_from_config(context.config.get_section("alembic"))
with engine.connect() as connection:
    context.configure(connection=connection)
    with context.begin_transaction():
        context.run_migrations()
engine.dispose()
"""

REVISION = '''\
"""{message}"""

import sqlalchemy as sa
from alembic import op

revision = {revision!r}
down_revision = {parent!r}


def upgrade():
{upgrade}
'''

STORES = """\
op.create_table(
    "store",
    sa.Column("id", sa.Integer(), nullable=False),
    sa.Column("name", sa.String(40), nullable=False),
    sa.PrimaryKeyConstraint("id", name="pk_store"),
)
"""
SLUGS = """\
op.add_column("store", sa.Column("slug", sa.String(40)))
op.execute("INSERT INTO store (name, slug) VALUES ('Corner Books', 'corner-books')")
"""

NAMES_FOR_ONE = """\
if op.get_bind().dialect.name == "postgresql":
    op.create_unique_constraint("uq_store_name", "store", ["name"])
"""


JUDGED = 4 + sum(not rule.bad_down and not rule.rows for rule in all_rules().values())
"""Both revisions on both backends, and the rules that judge under the settings of a suite."""
LEFT_OUT = 4 + len(all_rules()) - JUDGED
"""The rules that do not."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Suite:
    """A directory with a history of two revisions, and whatever tests are written into it."""

    pytester: pytest.Pytester
    url: str = "container"

    @property
    def path(self) -> Path:
        """Give the directory."""
        return self.pytester.path

    def write(self, name: str, text: str) -> Path:
        """Write a file."""
        path = self.path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(textwrap.dedent(text), encoding="utf-8")
        return path

    def write_project(self, directory: str = ".") -> None:
        """Write a project without a fault."""
        self.write(f"{directory}/alembic.ini", ALEMBIC_INI)
        self.write(f"{directory}/migrations/env.py", ENV)
        self.revise("0001", "stores", STORES, directory=directory)
        self.revise("0002", "slugs", SLUGS, directory=directory)

    def set(self, settings: str) -> None:
        """Write the project's settings. Rows are not needed here, and take time."""
        self.write("pyproject.toml", f"[tool.migration-parity]\npopulate = false\n{settings}")

    def revise(self, revision: str, message: str, upgrade: str, *, directory: str = ".") -> None:
        """Write a revision, or write it anew. It comes after the one with the number before it."""
        number = int(revision)
        text = REVISION.format(
            message=message,
            revision=revision,
            parent=f"{number - 1:04}" if number > 1 else None,
            upgrade=textwrap.indent(upgrade, "    "),
        )
        self.write(f"{directory}/migrations/versions/{revision}_{message}.py", text)

    def run(self, *arguments: str) -> pytest.RunResult:
        """Run pytest in the directory, with the PostgreSQL server of these tests. Hypothesis only costs time there."""
        own = ("-p", "no:hypothesispytest", "--parity-postgres", self.url)
        return self.pytester.runpytest_subprocess(*own, *arguments)

    def ids(self, *arguments: str) -> list[str]:
        """Give the ids that pytest would run."""
        result = self.run("--collect-only", "--quiet", *arguments)
        assert result.ret == 0, result.stderr.str()
        return result.outlines[: result.outlines.index("")]
