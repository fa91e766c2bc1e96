"""Small plain Alembic projects, made from what a rule's record holds."""

from __future__ import annotations

import inspect
import textwrap
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from harness.config import Settings

if TYPE_CHECKING:
    from pathlib import Path

    from harness.model import Rule

Example = Literal["bad", "good"]

INI = "[alembic]\nscript_location = migrations\nsqlalchemy.url = sqlite:///app.db\n"

MODELS = """\
import sqlalchemy as sa

from {module} import RULE

metadata = sa.MetaData(naming_convention=dict(RULE.convention) or None)
{declare}
"""

ENV = """\
import sqlalchemy as sa
from alembic import context

from models import metadata

engine = sa.engine_from_config(context.config.get_section("alembic"), poolclass=sa.pool.NullPool)
with engine.connect() as connection:
    {statement}
    context.configure(connection=connection, target_metadata=metadata)
    with context.begin_transaction():
        context.run_migrations()
"""

REVISION = '''\
"""{revision}"""

import sqlalchemy as sa
from alembic import op

from {module} import RULE

revision = {revision!r}
down_revision = {parent!r}


def upgrade():
{upgrade}


def downgrade():
{downgrade}
'''
LINE_OF_UPGRADE, LINE_OF_DOWNGRADE = 13, 17
"""The lines of a revision that call the rule's functions."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Revision:
    """A revision file: what it follows, and the code of its two functions."""

    id: str
    parent: str | None
    upgrade: str
    downgrade: str = "pass"


def write_project(directory: Path, rule: Rule, example: Example) -> Path:
    """Write the project whose history is an example of the rule, and give its directory."""
    (directory / "migrations" / "versions").mkdir(parents=True)
    (directory / "alembic.ini").write_text(INI)
    statement = rule.env if example == "bad" and rule.env else "pass"
    declare = "good_models" if example == "good" and rule.good_models else "models" if rule.models else None
    text = MODELS.format(module=module_of(rule), declare=f"RULE.{declare}(sa, metadata)" if declare else "")
    (directory / "models.py").write_text(text)
    (directory / "migrations" / "env.py").write_text(ENV.format(statement=statement))
    for revision in history(rule, example):
        write_revision(directory, rule, revision)
    return directory


def settings_for(rule: Rule, postgres: str) -> Settings:
    """Give the settings under which a rule's examples are checked: with rows and downgrades where it is about them."""
    probes = tuple({"statement": statement} for statement in rule.probes)
    return Settings(postgres=postgres, downgrade=bool(rule.bad_down), populate=rule.rows, probes=probes)


def history(rule: Rule, example: Example) -> list[Revision]:
    """Give the revisions of an example: one for each function, which calls it."""
    is_bad = example == "bad"
    functions, reverses = (rule.bad, rule.bad_down) if is_bad else (rule.good, rule.good_down)
    names = [f"{number:04}" for number in range(1, len(functions) + 1)]
    parents: list[str | None] = [None, *names[:-1]]
    if is_bad and rule.branching:
        parents = [None] * len(names)
    if is_bad and rule.missing_parent:
        parents[0] = "0000"
    return [
        Revision(
            id=name,
            parent=parent,
            upgrade=f"RULE.{example}[{number}](op, sa)" + (f"  {rule.comment}" if is_bad and rule.comment else ""),
            downgrade=f"RULE.{example}_down[{number}](op, sa)" if reverses else "pass",
        )
        for number, (name, parent) in enumerate(zip(names, parents, strict=True))
    ]


def write_revision(directory: Path, rule: Rule, revision: Revision) -> None:
    """Write a revision into the project of a rule."""
    text = REVISION.format(
        module=module_of(rule),
        revision=revision.id,
        parent=revision.parent,
        upgrade=textwrap.indent(revision.upgrade, "    "),
        downgrade=textwrap.indent(revision.downgrade, "    "),
    )
    (directory / "migrations" / "versions" / f"{revision.id}_example.py").write_text(text)


def module_of(rule: Rule) -> str:
    """Give the name of the module that holds the rule."""
    module = inspect.getmodule(rule.check)
    assert module is not None
    return module.__name__
