"""`parity names`: the names in the models, without a server and without a migration."""

from __future__ import annotations

from typing import TYPE_CHECKING

from harness.rules import all_rules
from tests.cli.projects import SAME, write_project
from tests.cli.running import Ended, parity

if TYPE_CHECKING:
    from pathlib import Path

ENV = """\
import sqlalchemy as sa
from alembic import context

metadata = sa.MetaData()
sa.Table("items", metadata, sa.Column("id", sa.Integer, primary_key=True), sa.Column("sku", sa.String(20)){parts})
engine = sa.create_engine("sqlite://")
with engine.connect() as connection:
    context.configure(connection=connection, target_metadata=metadata)
    with context.begin_transaction():
        context.run_migrations()
"""
NAMED = ', sa.UniqueConstraint("sku", name="uq_items_sku")'
LONG = f', sa.UniqueConstraint("sku", name="uq_{"x" * 61}")'


def names(directory: Path, parts: str, *arguments: str) -> Ended:
    """Judge the names of a table that has these parts besides its columns."""
    write_project(directory, SAME)
    (directory / "migrations" / "env.py").write_text(ENV.format(parts=parts), encoding="utf-8")
    return parity(directory, "names", *arguments)


def test_nothing_to_mend(tmp_path: Path) -> None:
    """What was judged is counted."""
    ended = names(tmp_path, NAMED)

    assert (ended.status, ended.err) == (0, "")
    assert ended.out == "1 name in 1 table of the models: nothing to mend.\n"


def test_name_that_is_too_long(tmp_path: Path) -> None:
    """It is found without PostgreSQL, which would cut it."""
    ended = names(tmp_path, LONG, "--strict")

    assert ended.status == 1
    assert ": name-too-long: " in ended.out


def test_rule_that_is_left_out(tmp_path: Path) -> None:
    """The settings and options choose the rules here as well."""
    ended = names(tmp_path, LONG, "--strict", "--ignore", "name-too-long")

    assert (ended.status, ended.out) == (
        0,
        (
            "not checked: 1 rule: left out by the settings (select, ignore), with name-too-long (1 finding)\n"
            "1 name in 1 table of the models: nothing to mend.\n"
        ),
    )


def test_rule_that_does_not_exist(tmp_path: Path) -> None:
    """A mistyped rule would leave out nothing, and nobody would know."""
    ended = names(tmp_path, NAMED, "--ignore", "name-to-long")

    assert (ended.status, ended.out) == (2, "")
    assert ended.err == (
        "parity: The setting ignore names a rule that does not exist: 'name-to-long'\n"
        f"  why: none of the {len(all_rules())} rules has that name\n"
        "  next: Did you mean 'name-too-long'?\n"
    )
