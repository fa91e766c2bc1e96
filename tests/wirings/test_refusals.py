"""When env.py lacks something that only the settings can give, the error names the one setting."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from harness.config import load_settings
from harness.errors import ProjectError, UsageError
from harness.pipeline import check

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.container

INI = "[alembic]\nscript_location = migrations\nsqlalchemy.url = sqlite:///dev.db\n"
REVISION = """\
import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade():
    op.create_table("items", sa.Column("id", sa.Integer(), primary_key=True))
"""
RUN = """\
from alembic import context
from sqlalchemy import create_engine

with create_engine("sqlite:///dev.db").connect() as connection:
    context.configure(connection=connection)
    with context.begin_transaction():
        context.run_migrations()
"""
FAILS = "migrations/env.py fails on sqlite and postgresql before the first revision\n"


def write(directory: Path, env: str, settings: str = "") -> Path:
    """Write a project of one revision whose env.py begins with these lines."""
    (directory / "migrations" / "versions").mkdir(parents=True)
    (directory / "alembic.ini").write_text(INI, encoding="utf-8")
    (directory / "migrations" / "versions" / "0001_items.py").write_text(REVISION, encoding="utf-8")
    (directory / "migrations" / "env.py").write_text(f"{env}\n{RUN}", encoding="utf-8")
    (directory / "pyproject.toml").write_text(f"[tool.migration-parity]\n{settings}\n", encoding="utf-8")
    return directory


def refusal(directory: Path, postgres_url: str) -> str:
    """Give the error of a check that cannot run."""
    with pytest.raises(ProjectError) as raised:
        check(directory, load_settings(directory, {"postgres": postgres_url}))
    return str(raised.value)


@pytest.mark.parametrize(
    ("env", "why", "next_step"),
    [
        pytest.param(
            "import os; os.environ['LEDGER_DSN']",
            "KeyError: 'LEDGER_DSN'",
            'Give the variable to the check: env = { LEDGER_DSN = "{url}" } in [tool.migration-parity].',
            id="variable",
        ),
        pytest.param(
            "raise SystemExit('SHOP_KEY is not set.')",
            "SystemExit: SHOP_KEY is not set.",
            'Set the variable, or give it to the check: env = { SHOP_KEY = "..." } in [tool.migration-parity].',
            id="variable in words",
        ),
        pytest.param(
            "from alembic import context; context.get_x_argument(as_dictionary=True)['tenant']",
            "KeyError: 'tenant'",
            'Give the argument to the check: x = ["tenant=..."] in [tool.migration-parity].',
            id="argument",
        ),
        pytest.param(
            "raise SystemExit('Run alembic with -x tenant=NAME')",
            "SystemExit: Run alembic with -x tenant=NAME",
            'Give the argument to the check: x = ["tenant=..."] in [tool.migration-parity].',
            id="argument in words",
        ),
        pytest.param(
            "from alembic import context; context.config.attributes['profile']",
            "KeyError: 'profile'",
            'Name a function that migrates as the application does: runner = "package.module:function" '
            "in [tool.migration-parity].",
            id="attribute",
        ),
        pytest.param(
            "input('Is this production?')",
            "EOFError: EOF when reading a line",
            "Let it ask only when somebody can answer: sys.stdin.isatty(). The check gives it no input.",
            id="question",
        ),
    ],
)
def test_what_env_py_lacks_is_named(env: str, why: str, next_step: str, tmp_path: Path, postgres_url: str) -> None:
    """The error says what env.py asked for, where, and which setting gives it."""
    text = refusal(write(tmp_path, env), postgres_url)

    place = f"migrations/env.py:1, in <module>\n  {env}"
    assert text == f"{FAILS}  why: {why}\n{place}\n  next: {next_step}"


def test_failing_setup_names_its_setting(tmp_path: Path, postgres_url: str) -> None:
    """A statement of the settings that the database refuses is no fault of env.py."""
    settings = 'backends.sqlite.setup_sql = "CREATE NONSENSE"'

    assert refusal(write(tmp_path, "", settings), postgres_url) == (
        "The setting setup_sql fails on sqlite\n"
        '  why: OperationalError: near "NONSENSE": syntax error\n'
        "  next: Correct it in [tool.migration-parity]: it runs on a new database, before the first revision."
    )


def test_baseline_that_is_not_there_is_refused(tmp_path: Path, postgres_url: str) -> None:
    """A baseline is looked for where the project's code is imported from."""
    assert refusal(write(tmp_path, "", 'baseline = "first_release:metadata"'), postgres_url) == (
        "The setting baseline fails on sqlite and postgresql\n"
        "  why: ModuleNotFoundError: No module named 'first_release'\n"
        "  next: Correct it in [tool.migration-parity]: it runs on a new database, before the first revision."
    )


def test_baseline_of_no_revision_is_refused(tmp_path: Path, postgres_url: str) -> None:
    """The revision for which a baseline stands must be in the history; nothing is started before that is known."""
    directory = write(tmp_path, "", 'baseline_revision = "0010"')

    with pytest.raises(UsageError) as raised:
        check(directory, load_settings(directory, {"postgres": postgres_url}))

    assert str(raised.value) == (
        "There is no revision '0010'\n"
        "  why: none of the 1 revisions has an identifier or a branch label that begins so\n"
        "  next: Did you mean '0001'?"
    )


def test_runner_that_is_not_there_is_refused(tmp_path: Path, postgres_url: str) -> None:
    """A runner that cannot be imported is no fault of env.py."""
    assert refusal(write(tmp_path, "", 'runner = "shop.migrate:run"'), postgres_url) == (
        "The setting runner names no function\n"
        "  why: ModuleNotFoundError: No module named 'shop'\n"
        "  next: Correct it in [tool.migration-parity]: it is imported as the project's modules are."
    )


def test_env_py_that_runs_nothing_is_no_pass(tmp_path: Path, postgres_url: str) -> None:
    """An env.py that ends without an error and without a revision gives no verdict."""
    directory = write(tmp_path, "")
    (directory / "migrations" / "env.py").write_text("from alembic import context\n", encoding="utf-8")

    report = check(directory, load_settings(directory, {"postgres": postgres_url}))

    assert report.verdict == "not-run"
    assert [(item.what, item.why) for item in report.not_checked] == [
        ("rows, and statements on them", "no revision ran on both databases"),
        ("1 of 1 revisions", "env.py runs no revision on sqlite and postgresql"),
    ]
