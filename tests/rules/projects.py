"""Small plain Alembic projects, made from what a rule's record holds."""

from __future__ import annotations

import inspect
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from pathlib import Path

    from harness.model import Rule

Example = Literal["bad", "good"]

INI = "[alembic]\nscript_location = migrations\nsqlalchemy.url = sqlite:///app.db\n"

MODELS = """\
import sqlalchemy as sa

from {module} import RULE

metadata = sa.MetaData(naming_convention=dict(RULE.convention) or None)
if RULE.models is not None:
    RULE.models(sa, metadata)
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
"""{message}"""

import sqlalchemy as sa
from alembic import op

from {module} import RULE

revision = {revision!r}
down_revision = {parent!r}


def upgrade():
    RULE.{example}[{number}](op, sa)
'''
LINE_OF_THE_CALL = 13
"""Where a revision calls the function of the rule."""


def write_project(directory: Path, rule: Rule, example: Example) -> Path:
    """Write the project whose history is an example of the rule, and give its directory."""
    is_bad = example == "bad"
    functions = rule.bad if is_bad else rule.good
    module = inspect.getmodule(rule.check)
    assert module is not None
    revisions = [f"{number:04}" for number in range(1, len(functions) + 1)]
    parents: list[str | None] = [None, *revisions[:-1]]
    if is_bad and rule.branching:
        parents = [None] * len(revisions)
    if is_bad and rule.missing_parent:
        parents[0] = "0000"
    versions = directory / "migrations" / "versions"
    versions.mkdir(parents=True)
    (directory / "alembic.ini").write_text(INI)
    (directory / "models.py").write_text(MODELS.format(module=module.__name__))
    statement = rule.env if is_bad and rule.env else "pass"
    (directory / "migrations" / "env.py").write_text(ENV.format(statement=statement))
    for number, (revision, parent) in enumerate(zip(revisions, parents, strict=True)):
        text = REVISION.format(
            message=inspect.getdoc(functions[number]),
            module=module.__name__,
            revision=revision,
            parent=parent,
            example=example,
            number=number,
        )
        (versions / f"{revision}_{example}.py").write_text(text)
    return directory
