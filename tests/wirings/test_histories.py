"""Shapes of histories, and code in them that hides what happens."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from harness.config import load_settings
from harness.pipeline import check

if TYPE_CHECKING:
    from pathlib import Path

    from harness.model import Report

pytestmark = pytest.mark.container

INI = "[alembic]\nscript_location = migrations\n"
ENV = """\
from alembic import context
from sqlalchemy import create_engine

with create_engine("sqlite:///dev.db").connect() as connection:
    context.configure(connection=connection)
    with context.begin_transaction():
        context.run_migrations()
"""
REVISION = """\
import sqlalchemy as sa
from alembic import op

revision = "{name}"
down_revision = {parent!r}
{more}


def upgrade():
    {body}
"""
PARITY: tuple[str, list[str], list[tuple[str, str]]] = ("parity", [], [])


def table(name: str) -> str:
    """Give the code that makes a table."""
    return f'op.create_table("{name}", sa.Column("id", sa.Integer(), primary_key=True))'


def revision(name: str, parent: object, body: str, more: str = "") -> dict[str, str]:
    """Give a revision file; the first line of the body is line 10."""
    text = REVISION.format(name=name, parent=parent, more=more, body=body.replace("\n", "\n    "))
    return {f"migrations/versions/{name}.py": text}


def walk(root: Path, files: dict[str, str], postgres_url: str, **options: str) -> Report:
    """Check a project of these files."""
    for name, text in {"alembic.ini": INI, "migrations/env.py": ENV, **files}.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")
    return check(root, load_settings(root, {"postgres": postgres_url, "populate": False, **options}))


def told(report: Report) -> tuple[str, list[str], list[tuple[str, str]]]:
    """Give the verdict, the messages, and what was not checked."""
    gaps = [(item.what, item.why) for item in report.not_checked]
    return report.verdict, [item.message for item in report.findings], gaps


def test_branches_with_labels_merge(tmp_path: Path, postgres_url: str) -> None:
    """A branch that is merged again, beside a second base that depends on it."""
    files = {
        **revision("one", None, table("one")),
        **revision("left", "one", table("left_part"), "branch_labels = ('port',)"),
        **revision("right", "one", table("right_part")),
        **revision("merge", ("left", "right"), "pass"),
        **revision("side", None, table("side"), "depends_on = 'port'\nbranch_labels = ('beside',)"),
        **revision("side_two", "side", table("side_two")),
        **revision("last", ("merge", "side_two"), "pass"),
    }

    assert told(walk(tmp_path, files, postgres_url)) == PARITY


def test_head_on_which_another_one_depends_is_not_missed(tmp_path: Path, postgres_url: str) -> None:
    """Alembic keeps in the version table only the revision that depends on it."""
    files = {
        **revision("one", None, table("one"), "branch_labels = ('core',)"),
        **revision("side", None, table("side"), "depends_on = 'core'\nbranch_labels = ('beside',)"),
    }

    assert told(walk(tmp_path, files, postgres_url)) == PARITY


def test_history_that_was_squashed(tmp_path: Path, postgres_url: str) -> None:
    """What a revision replaces need not be there any more."""
    files = {
        **revision("squashed", None, table("one"), "replaces = ('old_one', 'old_two')"),
        **revision("two", "squashed", table("two")),
    }

    assert told(walk(tmp_path, files, postgres_url)) == PARITY


def test_part_of_a_history(tmp_path: Path, postgres_url: str) -> None:
    """The version table holds the target, and the rest is listed."""
    files = {**revision("one", None, table("one")), **revision("two", "one", table("two"))}

    report = walk(tmp_path, files, postgres_url, target="one")

    assert told(report) == ("parity", [], [("1 of 2 revisions", "they come after the target one")])


def test_data_migration_may_import_the_models(tmp_path: Path, postgres_url: str) -> None:
    """The application's classes are importable, and a session of their own runs in the migration."""
    models = (
        "import sqlalchemy as sa\n"
        "from sqlalchemy.orm import declarative_base\n"
        "Base = declarative_base()\n"
        "class One(Base):\n"
        "    __tablename__ = 'one'\n"
        "    id = sa.Column(sa.Integer, primary_key=True)\n"
    )
    insert = (
        "from models import One\n"
        "from sqlalchemy.orm import Session\n"
        "session = Session(op.get_bind())\n"
        "session.add(One())\n"
        "session.commit()"
    )
    files = {**revision("one", None, table("one")), **revision("two", "one", insert), "models.py": models}

    assert told(walk(tmp_path, files, postgres_url)) == PARITY


def test_branch_for_another_database_is_listed(tmp_path: Path, postgres_url: str) -> None:
    """Neither database runs it, so nothing is known of it."""
    body = f"{table('one')}\nif op.get_bind().dialect.name == 'mysql':\n    op.execute('ALTER TABLE one ENGINE=InnoDB')"

    assert told(walk(tmp_path, revision("one", None, body), postgres_url)) == (
        "parity",
        [],
        [
            (
                "line 12 of migrations/versions/one.py",
                "the test of the dialect in line 11 lets neither database run them",
            )
        ],
    )


def test_finding_names_the_test_of_the_dialect(tmp_path: Path, postgres_url: str) -> None:
    """What only one database ran is told next to what it caused."""
    body = f"{table('one')}\nif op.get_bind().dialect.name != 'sqlite':\n    op.create_index('ix_one', 'one', ['id'])"

    assert told(walk(tmp_path, revision("one", None, body), postgres_url))[1] == [
        "The index ix_one of one is missing on dev; prod has INDEX (id). Line 11 lets it run on postgresql only."
    ]


def test_finding_names_what_catches_exceptions(tmp_path: Path, postgres_url: str) -> None:
    """SQLite cannot add a constraint; nobody hears of it."""
    attempt = "try:\n    op.create_check_constraint('ck_one', 'one', 'id > 0')\nexcept Exception:\n    pass"

    (found,) = walk(tmp_path, revision("one", None, f"{table('one')}\n{attempt}"), postgres_url).findings

    assert found.message == (
        "The check constraint ck_one of one is missing on dev; prod has CHECK (id > 0). "
        "Line 13 catches what fails there, and the migration goes on."
    )


def test_caught_exception_that_leaves_a_transaction_behind_is_named(tmp_path: Path, postgres_url: str) -> None:
    """PostgreSQL refuses everything after the statement whose failure was caught."""
    body = f"{table('one')}\ntry:\n    op.execute('SELECT nonsense')\nexcept Exception:\n    pass"

    report = walk(tmp_path, revision("one", None, body), postgres_url)

    (found,) = report.findings
    assert (found.rule, found.line) == ("migration-error", 13)
    assert found.message == (
        "Revision one fails on prod: InFailedSqlTransaction: current transaction is aborted, commands ignored until "
        "end of transaction block. Line 13 catches an exception, and the migration goes on."
    )


def test_key_that_waits_for_an_alter_says_so(tmp_path: Path, postgres_url: str) -> None:
    """SQLite makes the key with the table, PostgreSQL leaves it to an operation that nobody wrote."""
    body = (
        f"{table('one')}\n"
        "op.create_table(\n"
        "    'two',\n"
        "    sa.Column('id', sa.Integer(), primary_key=True),\n"
        "    sa.Column('one_id', sa.Integer(), sa.ForeignKey('one.id', name='fk_two_one', use_alter=True)),\n"
        ")"
    )

    report = walk(tmp_path, revision("one", None, body), postgres_url)

    (found,) = report.findings
    assert (found.rule, found.severity, found.line) == ("foreign-key-missing", "error", 11)
    assert found.message == (
        "The foreign key fk_two_one of two is missing on prod; dev has FOREIGN KEY (one_id) REFERENCES one (id). "
        "use_alter=True leaves it to an ALTER TABLE that no operation makes."
    )
    assert found.fix.startswith(
        "Make the key without use_alter: with its table, or in an operation of its own when both tables exist."
    )


def test_env_py_that_catches_its_failure_is_named(tmp_path: Path, postgres_url: str) -> None:
    """No error and no revision: the line that hides why is told."""
    env = "try:\n    import not_there\nexcept ImportError as error:\n    print('no migrations', error)\n"
    files = {**revision("one", None, table("one")), "migrations/env.py": env}

    why = "env.py runs no revision on sqlite and postgresql; migrations/env.py:3 catches an exception and goes on"
    assert told(walk(tmp_path, files, postgres_url)) == ("not-run", [], [("1 of 1 revisions", why)])


def test_programs_that_the_project_starts_are_listed(tmp_path: Path, postgres_url: str) -> None:
    """The guard does not look into another process, and says so."""
    files = {**revision("one", None, table("one")), "migrations/env.py": f"import os\n\nos.system('true')\n{ENV}"}

    assert told(walk(tmp_path, files, postgres_url)) == (
        "parity",
        [],
        [("what true connected to (started at migrations/env.py:3)", "the guard does not look into other programs")],
    )
